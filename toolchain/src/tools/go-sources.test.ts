import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaSync } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { graphKey, prepareSources } from "./go-sources.ts";
import { type GraphName, graphNames } from "./graphs.ts";

const hasGo = execaSync("go", ["version"], { reject: false }).exitCode === 0;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-derived-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.skipIf(!hasGo).each(graphNames)("what %s derives fits the pinned modules", async (graph: GraphName) => {
  await prepareSources(graph, join(folder, graph));
});

it.skipIf(!hasGo)("a cut takes out what it names and nothing more", async () => {
  await prepareSources("go-jaeger", join(folder, "cut"));
  const file = join(folder, "cut/jaeger/cmd/jaeger/internal/extension/jaegerstorage/config.go");
  const text = await readFile(file, "utf8");
  expect(text).not.toContain("cassandra");
  expect(text).toMatch(
    /IsSet\("grpc"\)[\s\S]*return conf\.Unmarshal\(cfg\)[\s\S]*func \(cfg \*MetricBackend\)/,
  );
});

it("programs of one graph with other stamps have other places in the cache", () => {
  expect(graphKey("go-observe", "-X a=1")).not.toBe(graphKey("go-observe", "-X a=2"));
});
