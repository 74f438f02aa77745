import { observabilityToolNames, type ToolName } from "../tools/catalogue.ts";
import type { ToolPaths } from "../tools/ensure.ts";
import type { ImageArchive } from "./archive.ts";
import { curlImage } from "./curl-image.ts";
import { mariadbImage, redisImage } from "./data-images.ts";
import { programImage, proxyImage } from "./mesh-images.ts";
import { type ImageRecipe, makeImage } from "./recipe.ts";

/** Programs that are the whole of an image: image name, tool, path in the image, user. */
const programs: readonly (readonly [string, ToolName, string, string])[] = [
  ["pause", "pause", "/pause", "65535:65535"],
  ["coredns", "coredns", "/coredns", "0"],
  ["pilot", "pilot-discovery", "/usr/local/bin/pilot-discovery", "1337:1337"],
  ["daprd", "daprd", "/daprd", "65532"],
  ["operator", "dapr-operator", "/operator", "65532"],
  ["sentry", "dapr-sentry", "/sentry", "65532"],
  ["injector", "dapr-injector", "/injector", "65532"],
];

/** Names of the images that the cluster itself needs, beside the apps'. */
export const toolchainImageNames = [...programs.map(([name]) => name), "proxyv2", "mariadb", "redis"];

/**
 * Makes the images of everything that is not an app, from the tools and from Debian's packages; those in the cache
 * are left alone.
 *
 * @param tools what `ensureTools(clusterToolNames)` answered
 * @returns one archive per image, by its short name
 */
export const buildToolchainImages = async (tools: ToolPaths): Promise<Map<string, ImageArchive>> => {
  const recipes: ImageRecipe[] = [
    ...programs.map(([name, tool, path, user]) => programImage(name, tool, path, user, tools)),
    await proxyImage(tools),
    await mariadbImage(tools),
    redisImage(tools),
  ];
  const images = await Promise.all(recipes.map(makeImage));
  return new Map(images.map((image) => [image.name, image]));
};

/**
 * Makes the images of the programs that watch the shop: one each, named like the program, which lies at `/<name>`; curl has a shell beside it.
 *
 * @param tools what `ensureTools` answered for these names
 * @param names default all of them
 * @returns one archive per image, by its name
 */
export const buildObservabilityImages = async (
  tools: ToolPaths,
  names: readonly ToolName[] = observabilityToolNames,
): Promise<Map<string, ImageArchive>> => {
  const images = await Promise.all(
    names.map((name) =>
      makeImage(
        name === "curl" ? curlImage(tools) : programImage(name, name, `/${name}`, "65532:65532", tools),
      ),
    ),
  );
  return new Map(images.map((image) => [image.name, image]));
};
