import { keyOf } from "../cache.ts";
import { pins } from "../pins.ts";
import { fileIdentity, recipesKey } from "./identity.ts";
import { type Layer, layerOf } from "./layer.ts";
import type { RootFileSystem } from "./root-file-system.ts";

/** Puts the Node that runs this program, with the libraries it asks for, into an image's root. */
export const stageNodeRuntime = async (root: RootFileSystem): Promise<void> => {
  await root.basics();
  await root.authorities();
  await root.program("/usr/local/bin/node", process.execPath);
};

/** The layer that all apps share. */
export const nodeRuntimeLayer = async (): Promise<Layer> => {
  const files = [process.execPath, "/etc/ssl/certs/ca-certificates.crt"].map(fileIdentity);
  return layerOf(`node-${keyOf(recipesKey, pins.node, process.arch, ...files)}`, stageNodeRuntime);
};
