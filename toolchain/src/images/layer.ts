import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { buildOnce, cacheFolder } from "../cache.ts";
import { RootFileSystem } from "./root-file-system.ts";

const Layer = v.object({ digest: v.string(), sizeBytes: v.number() });

/** A layer in a file. It is not compressed, so its digest is also its diff id. */
export interface Layer extends v.InferOutput<typeof Layer> {
  file: string;
}

/** What decides a layer's bits beside its files: who owns them. */
export interface LayerOptions {
  ownerId?: number;
}

/**
 * The layer that `stage` fills, made once per key and kept in the cache.
 * The same files give the same bits, on any machine and at any time.
 *
 * @param key everything that decides what `stage` puts there
 */
export const layerOf = async (
  key: string,
  stage: (root: RootFileSystem) => Promise<void>,
  { ownerId = 0 }: LayerOptions = {},
): Promise<Layer> => {
  const folder = cacheFolder("layers", key);
  const file = join(folder, "layer.tar");
  await buildOnce(folder, async (unfinished) => {
    const root = join(unfinished, "root");
    await mkdir(root, { mode: 0o755 });
    await stage(new RootFileSystem(root));
    const unfinishedFile = join(unfinished, "layer.tar");
    await packTar(unfinishedFile, root, { ownerId });
    await rm(root, { recursive: true });
    const layer: v.InferOutput<typeof Layer> = {
      digest: await digestOf(unfinishedFile),
      sizeBytes: (await stat(unfinishedFile)).size,
    };
    await writeFile(join(unfinished, "layer.json"), JSON.stringify(layer));
  });
  return { ...v.parse(Layer, JSON.parse(await readFile(join(folder, "layer.json"), "utf8"))), file };
};

/** Packs a folder's content in an order and with owners and times that do not depend on this machine. */
export const packTar = async (
  archive: string,
  folder: string,
  { ownerId = 0, followLinks = false }: { ownerId?: number; followLinks?: boolean } = {},
): Promise<void> => {
  const fixed = ["--format=gnu", "--sort=name", "--mtime=@0", "--numeric-owner"];
  const follow = followLinks ? ["--dereference", "--mode=u=rwX,go=rX"] : [];
  const owner = [`--owner=${ownerId}`, `--group=${ownerId}`];
  // Without "./" itself: the root's own mode and owner are left to the lowest layer.
  const { stdout } = await execa("find", [".", "-mindepth", "1", "-maxdepth", "1", "-printf", "%P\\n"], {
    cwd: folder,
  });
  const names = stdout.split("\n").filter(Boolean).sort();
  await execa(
    "tar",
    ["--create", "--file", archive, ...fixed, ...owner, "--hard-dereference", ...follow, "--", ...names],
    {
      cwd: folder,
      env: { LC_ALL: "C", TAR_OPTIONS: "" },
    },
  );
};

/** A file's digest as images name it: `sha256:…`. */
export const digestOf = async (file: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
};
