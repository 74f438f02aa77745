import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../cache.ts";
import { withLock } from "../lock.ts";
import { type Layer, packTar } from "./layer.ts";

/** How a container of the image starts. */
export interface ImageConfig {
  entrypoint: readonly string[];
  /** User id, or `uid:gid`. */
  user: string;
  env?: readonly string[];
  workingDir?: string;
}

/** An image in a file that `ctr images import`, `docker load`, `podman load` and `kind load image-archive` take. */
export interface ImageArchive {
  /** The short name, such as `order`. */
  name: string;
  /** Twelve digits of the image's digest: another content, another tag. */
  tag: string;
  /** `localhost/caravan/<name>:<tag>`. */
  reference: string;
  digest: string;
  /** The file: an OCI layout with docker's manifest.json beside it. */
  archive: string;
}

/** Archives of one image that stay in the cache; older ones make room. */
const keptArchives = 3;
const searchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const architectures: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

interface Blob {
  digest: string;
  size: number;
  content: string;
}

const blob = (value: unknown): Blob => {
  const content = JSON.stringify(value);
  const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
  return { digest, size: Buffer.byteLength(content), content };
};

const blobPath = (digest: string) => `blobs/${digest.replace(":", "/")}`;

/** Writes the image with these layers, lowest first, into the cache, unless it is there. */
export const writeArchive = async (
  name: string,
  layers: readonly Layer[],
  config: ImageConfig,
  fixedTag?: string,
): Promise<ImageArchive> => {
  const platform = { architecture: architectures[process.arch] ?? process.arch, os: "linux" };
  const configBlob = blob({
    ...platform,
    config: {
      User: config.user,
      Env: [searchPath, ...(config.env ?? [])],
      Entrypoint: config.entrypoint,
      WorkingDir: config.workingDir ?? "/",
    },
    rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.digest) },
  });
  const manifestBlob = blob({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: {
      mediaType: "application/vnd.oci.image.config.v1+json",
      digest: configBlob.digest,
      size: configBlob.size,
    },
    layers: layers.map(({ digest, sizeBytes }) => ({
      mediaType: "application/vnd.oci.image.layer.v1.tar",
      digest,
      size: sizeBytes,
    })),
  });
  const tag = fixedTag ?? manifestBlob.digest.slice(7, 19);
  const reference = `localhost/caravan/${name}:${tag}`;
  const index = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      {
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        digest: manifestBlob.digest,
        size: manifestBlob.size,
        platform,
        annotations: {
          "io.containerd.image.name": reference,
          "org.opencontainers.image.ref.name": reference,
        },
      },
    ],
  };
  const docker = [
    {
      Config: blobPath(configBlob.digest),
      RepoTags: [reference],
      Layers: layers.map((layer) => blobPath(layer.digest)),
    },
  ];
  const folder = cacheFolder("images", name);
  const archive = join(folder, `${tag}-${manifestBlob.digest.slice(7, 19)}.tar`);
  const image = { name, tag, reference, digest: manifestBlob.digest, archive };
  if (existsSync(archive)) return image;
  await withLock(cacheFolder("images", `${name}.lock`), async () => {
    if (existsSync(archive)) return;
    const work = join(folder, ".part");
    await rm(work, { recursive: true, force: true });
    await mkdir(join(work, "blobs/sha256"), { recursive: true });
    await writeFile(join(work, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
    await writeFile(join(work, "index.json"), JSON.stringify(index));
    await writeFile(join(work, "manifest.json"), JSON.stringify(docker));
    for (const { digest, content } of [configBlob, manifestBlob])
      await writeFile(join(work, blobPath(digest)), content);
    for (const layer of new Map(layers.map((each) => [each.digest, each])).values())
      await symlink(layer.file, join(work, blobPath(layer.digest)));
    await packTar(`${archive}.part`, work, { followLinks: true });
    await rename(`${archive}.part`, archive);
    await rm(work, { recursive: true });
    await dropOldArchives(folder);
  });
  return image;
};

const dropOldArchives = async (folder: string): Promise<void> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".tar"));
  const aged = await Promise.all(
    names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
  );
  aged.sort((a, b) => b.time - a.time);
  for (const { name } of aged.slice(keptArchives)) await rm(join(folder, name));
};
