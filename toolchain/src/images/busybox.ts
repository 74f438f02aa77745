import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { keyOf } from "../cache.ts";
import { ensureTools } from "../tools/ensure.ts";
import { fileIdentity, recipesKey } from "./identity.ts";
import { type Layer, layerOf } from "./layer.ts";
import type { RootFileSystem } from "./root-file-system.ts";

/** The shell and the few commands that Tilt's live update and a curious developer use. */
const applets = ["sh", "tar", "rm", "ls", "cat", "touch", "kill", "ps", "wget", "mkdir", "env", "sleep"];

/** Puts a static busybox and links under its commands' names into an image's root. */
export const stageBusybox = async (
  root: RootFileSystem,
  source: string,
  names: readonly string[],
): Promise<void> => {
  await root.file("/bin/busybox", source);
  for (const name of names) await root.link(`/bin/${name}`, "busybox");
};

const entrypoint = resolve(import.meta.dirname, "../../images/development-entrypoint.sh");

/** How a development image starts its app, and starts it again. */
export const developmentEntrypoint = ["/bin/sh", "/usr/local/bin/development-entrypoint"];

/** The layer that development images have on top of Node. */
export const busyboxLayer = async (): Promise<Layer> => {
  const source = (await ensureTools(["busybox"])).path("busybox");
  const script = await readFile(entrypoint);
  const key = keyOf(recipesKey, fileIdentity(source), script, ...applets);
  return layerOf(`busybox-${key}`, async (root) => {
    await stageBusybox(root, source, applets);
    await root.text("/usr/local/bin/development-entrypoint", script);
  });
};
