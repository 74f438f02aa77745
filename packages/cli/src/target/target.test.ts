import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { ourLabel } from "@caravan/cluster";
import { cacheFolder, ensureTools, type ToolName } from "@caravan/toolchain";
import { afterEach, expect, test, vi } from "vitest";
import { unitTestTools } from "../commands/test.ts";
import { type FakeCluster, openFakeCluster } from "../testing/fake-cluster.ts";

const shop = [{ kind: "Namespace", metadata: { name: "shop", labels: { [ourLabel.key]: ourLabel.value } } }];

// Each test starts the command line several times.
vi.setConfig({ testTimeout: 120_000 });

let cluster: FakeCluster;
afterEach(() => cluster.end());

/** Puts programs into the cluster's empty cache, so that they are not built anew. */
const lend = async (names: readonly ToolName[]): Promise<void> => {
  const tools = await ensureTools(names);
  const cached = names.map((name) => relative(cacheFolder(), dirname(tools.path(name))));
  for (const place of new Set(cached.filter((place) => !place.startsWith("..")))) {
    const folder = join(cluster.folder, "cache/caravan", place);
    await mkdir(dirname(folder), { recursive: true });
    await symlink(cacheFolder(place), folder);
  }
};

/** The file of the current cluster. */
const remembered = async (): Promise<string> => {
  const folder = join(cluster.state, "caravan/targets");
  const [name = ""] = await readdir(folder);
  return readFile(join(folder, name), "utf8");
};

test("the embedded cluster is the target until another one is chosen, and every command prints it", async () => {
  cluster = await openFakeCluster(shop);
  expect((await cluster.caravan("use")).stdout).toMatch(/^Target: embedded cluster \(instance .*-fake\)/);
  expect((await cluster.caravan("use", "kind-x")).stdout).toMatch(/^Target: context kind-x /);
  const rotate = await cluster.caravan("keys", "rotate");
  expect(rotate.stderr.split("\n")[0]).toMatch(/^Target: context kind-x /);
  expect((await cluster.caravan("keys", "rotate", "--context", "production")).stderr).toMatch(
    /^Target: context production /,
  );
  expect((await cluster.calls()).filter((call) => !call.includes("config"))).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^kubectl --context kind-x /),
      expect.stringMatching(/^kubectl --context production /),
    ]),
  );
});

test("--context embedded selects the embedded cluster, whichever is current", async () => {
  cluster = await openFakeCluster(shop);
  await cluster.caravan("use", "kind-x");
  const { exitCode, stderr } = await cluster.caravan("canary", "order", "--off", "--context", "embedded");
  expect(stderr).toMatch(/^Target: embedded cluster /);
  expect(stderr).toContain("does not run");
  expect(exitCode).toBe(1);
  expect((await cluster.calls()).filter((call) => !call.includes("config"))).toEqual([]);
});

test("commands for the embedded cluster refuse another one", async () => {
  cluster = await openFakeCluster(shop);
  await cluster.caravan("use", "kind-x");
  const { exitCode, stderr } = await cluster.caravan("bench", "hop");
  expect(stderr).toContain("embedded cluster only");
  expect(exitCode).toBe(1);
  expect(await cluster.changes()).toEqual([]);
});

test("stopping and wiping the embedded cluster neither asks nor removes another one's entry", async () => {
  cluster = await openFakeCluster(shop);
  await cluster.caravan("use", "kind-x");
  await cluster.caravan("use", "embedded");
  const before = await remembered();
  expect(before).toContain("kind-x");
  const calls = await cluster.calls();
  expect((await cluster.caravan("down", "--wipe")).exitCode).toBe(0);
  expect(await cluster.calls()).toEqual(calls);
  expect(await remembered()).toBe(before);
});

test("a cluster without the shop is not changed, with a message", async () => {
  cluster = await openFakeCluster([{ kind: "Namespace", metadata: { name: "shop" } }]);
  const { exitCode, stderr } = await cluster.caravan("canary", "order", "--context", "kind-x");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("Caravan is not installed on the cluster of context kind-x.");
  expect(await cluster.changes()).toEqual([]);
});

test("up takes over no foreign namespace, and does not remember that cluster", async () => {
  const theirs = [{ kind: "Namespace", metadata: { name: "shop-data", labels: { team: "toys" } } }];
  cluster = await openFakeCluster(theirs);
  const { exitCode, stderr } = await cluster.caravan("up", "--context", "kind-x");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^Target: context kind-x /);
  expect(stderr).toContain("Caravan did not make them: shop-data");
  expect(await cluster.things()).toEqual(theirs);
  await expect(remembered()).rejects.toThrow();
});

test("test uses the embedded cluster, whichever is current, and so does all it runs", async () => {
  cluster = await openFakeCluster(shop);
  await cluster.caravan("use", "kind-x");
  const before = await remembered();
  const bin = join(cluster.state, "../bin");
  await mkdir(bin, { recursive: true });
  const fake = (name: string, script: string) =>
    writeFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await fake("pnpm", 'echo "target=$CARAVAN_TARGET long=$CARAVAN_LONG"');
  await fake("dpkg-query", 'shift 3; for name; do echo "installed $name"; done');
  await lend(unitTestTools);
  const calls = await cluster.calls();
  const { stdout } = await cluster.caravan("test", "--quick", "--long");
  const told = stdout.split("\n").filter((line) => line.startsWith("target="));
  expect(new Set(told)).toEqual(new Set(["target=embedded long=1"]));
  expect(await cluster.calls()).toEqual(calls);
  expect(await remembered()).toBe(before);
});
