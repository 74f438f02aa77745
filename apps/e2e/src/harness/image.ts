import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";

const json = <const S extends v.GenericSchema>(schema: S) => v.pipe(v.string(), v.parseJson(), schema);
const Blob = v.object({ digest: v.string() });
const Index = json(v.object({ manifests: v.tuple([Blob]) }));
const Manifest = json(v.object({ config: Blob, layers: v.array(Blob) }));
const Config = json(
  v.object({
    architecture: v.string(),
    os: v.string(),
    config: v.object({
      User: v.string(),
      Env: v.array(v.string()),
      Entrypoint: v.array(v.string()),
      Cmd: v.optional(v.nullable(v.array(v.string()))),
      WorkingDir: v.string(),
    }),
  }),
);

/** The content of an image: its start command, and every path with its kind, mode, owner and content. */
export interface ImageView {
  config: v.InferOutput<typeof Config>;
  files: Record<string, string>;
}

const describe = async (file: string): Promise<string> => {
  const found = await lstat(file);
  const owner = `${(found.mode & 0o7777).toString(8)} ${found.uid}:${found.gid}`;
  if (found.isSymbolicLink()) return `link to ${await readlink(file)}`;
  if (found.isDirectory()) return `folder ${owner}`;
  return `file ${owner} ${createHash("sha256")
    .update(await readFile(file))
    .digest("hex")}`;
};

/** Unpacks an OCI layout into `work`, as root so that owners stay, and reads it. */
export const viewImage = async (layout: string, work: string): Promise<ImageView> => {
  const blob = (digest: string) => join(layout, "blobs", digest.replace(":", "/"));
  const index = v.parse(Index, await readFile(join(layout, "index.json"), "utf8"));
  const manifest = v.parse(Manifest, await readFile(blob(index.manifests[0].digest), "utf8"));
  const config = v.parse(Config, await readFile(blob(manifest.config.digest), "utf8"));
  await mkdir(work, { recursive: true, mode: 0o755 });
  for (const { digest } of manifest.layers)
    await execa("tar", ["-x", "-f", blob(digest), "-C", work, "--numeric-owner", "--same-owner", "-p"]);
  const files: Record<string, string> = {};
  for (const path of await readdir(work, { recursive: true })) files[path] = await describe(join(work, path));
  return { config, files };
};
