import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { observabilityToolNames } from "../tools/catalogue.ts";
import type { ToolPaths } from "../tools/ensure.ts";
import { appNames, buildAppImage, imageOf, stageAppImage } from "./app-image.ts";
import type { ImageArchive } from "./archive.ts";
import { digestOf, layerOf } from "./layer.ts";
import { buildObservabilityImages } from "./toolchain-images.ts";

let caches: string[] = [];
/** From here on nothing is in the cache. */
const emptyCache = async (): Promise<void> => {
  const cache = await mkdtemp(join(tmpdir(), "caravan-images-"));
  caches.push(cache);
  vi.stubEnv("XDG_CACHE_HOME", cache);
};
beforeEach(emptyCache);
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cache of caches) await rm(cache, { recursive: true });
  caches = [];
});

const Layered = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ layers: v.array(v.object({ digest: v.string() })) }),
);
const layersOf = async (image: ImageArchive): Promise<string[]> => {
  const { stdout } = await execa("tar", ["-xOf", image.archive, `blobs/sha256/${image.digest.slice(7)}`]);
  return v.parse(Layered, stdout).layers.map((layer) => layer.digest);
};
/** How the image says that it starts. */
const configOf = async (image: ImageArchive): Promise<unknown> => {
  const { stdout: manifest } = await execa("tar", ["-xOf", image.archive, "manifest.json"]);
  const [{ Config = "" } = {}] = v.parse(v.array(v.object({ Config: v.string() })), JSON.parse(manifest));
  const { stdout } = await execa("tar", ["-xOf", image.archive, Config]);
  return JSON.parse(stdout);
};

const Started = v.object({ config: v.object({ User: v.string(), Entrypoint: v.array(v.string()) }) });
/** Stand-ins for programs: files that say which one they are. */
const toolsIn = async (folder: string): Promise<ToolPaths> => {
  for (const name of [...observabilityToolNames, "busybox"])
    await writeFile(join(folder, name), name, { mode: 0o755 });
  return { binDir: folder, path: (name) => join(folder, name) };
};
const bundle = (text: string) => [{ path: "main.js", content: Buffer.from(text) }];

test("the same commit gives the same image, bit for bit", async () => {
  const [app = ""] = appNames();
  const first = await buildAppImage(app);
  const bits = await digestOf(first.archive);
  await emptyCache();
  const umask = process.umask(0o077);
  const second = await buildAppImage(app).finally(() => process.umask(umask));
  expect(second.tag).toBe(first.tag);
  expect(await digestOf(second.archive)).toBe(bits);
});

test("an app's image carries what it serves, calls, publishes and hears; a partner's carries nothing of the shop", async () => {
  const carried = async (app: string): Promise<unknown> => {
    const folder = await mkdtemp(join(caches[0] ?? "", "context-"));
    await stageAppImage(app, folder);
    return readFile(join(folder, "app/app/contracts.json"), "utf8").then(JSON.parse, () => undefined);
  };
  expect(await carried("order")).toMatchObject({
    ...{ app: "order", serves: { placeOrder: { path: "/v1/orders" } } },
    ...{ calls: { product: { listPrices: { method: "GET" } } } },
    ...{ publishes: { "order.ended.v1": {} }, hears: { "payment.refunded.v1": {} } },
  });
  expect(await carried("bank")).toBeUndefined();
});

test("a program that watches gives the same image, bit for bit, and is what the image starts", async () => {
  const [cache = ""] = caches;
  const tools = await toolsIn(cache);
  const first = await buildObservabilityImages(tools);
  await emptyCache();
  const second = await buildObservabilityImages(tools);
  expect([...first.keys()]).toEqual(observabilityToolNames);
  for (const [name, image] of first) {
    expect(await digestOf(second.get(name)?.archive ?? "")).toBe(await digestOf(image.archive));
    const { config } = v.parse(Started, await configOf(image));
    expect(config).toEqual({ User: "65532:65532", Entrypoint: [`/${name}`] });
  }
});

test("a changed file changes the app's own layer and leaves the one that all apps share", async () => {
  const before = await layersOf(await imageOf("order", bundle("1")));
  const after = await layersOf(await imageOf("order", bundle("2")));
  const other = await layersOf(await imageOf("product", bundle("1")));
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect(other).toEqual(before);
});

test("files belong to root and only root may write them", async () => {
  const layer = await layerOf("modes", (root) => root.text("/app/main.js", "x"));
  const { stdout } = await execa("tar", ["-tvf", layer.file, "--numeric-owner"]);
  expect(stdout.split("\n").map((line) => line.split(/\s+/).slice(0, 2))).toEqual([
    ["drwxr-xr-x", "0/0"],
    ["-rw-r--r--", "0/0"],
  ]);
});

test("the recipe for Docker starts the app as the images made here do", async () => {
  const recipe = readFileSync(new URL("../../../apps/Dockerfile", import.meta.url), "utf8");
  const image = await imageOf("order", bundle("1"));
  const { config } = v.parse(
    v.object({
      config: v.object({
        User: v.string(),
        Env: v.array(v.string()),
        Entrypoint: v.array(v.string()),
        WorkingDir: v.string(),
      }),
    }),
    await configOf(image),
  );
  expect(recipe).toContain(`USER ${config.User}\n`);
  expect(recipe).toContain(`WORKDIR ${config.WorkingDir}\n`);
  expect(recipe).toContain(`ENV ${config.Env.join(" ")}\n`);
  expect(recipe).toContain(`ENTRYPOINT ${JSON.stringify(config.Entrypoint).replace(",", ", ")}`);
});
