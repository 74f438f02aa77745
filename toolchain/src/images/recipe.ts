import { keyOf } from "../cache.ts";
import { type ImageArchive, type ImageConfig, writeArchive } from "./archive.ts";
import { fileIdentity, recipesKey } from "./identity.ts";
import { layerOf } from "./layer.ts";
import type { RootFileSystem } from "./root-file-system.ts";

/** An image of one layer. */
export interface ImageRecipe {
  name: string;
  /** Files that decide what is in it; it is made again when one of them changes. */
  inputs: readonly string[];
  config: ImageConfig;
  stage(root: RootFileSystem): Promise<void>;
}

/** Makes the image, or finds it in the cache. */
export const makeImage = async (recipe: ImageRecipe): Promise<ImageArchive> => {
  const key = keyOf(recipesKey, ...recipe.inputs.map(fileIdentity));
  const layer = await layerOf(`${recipe.name}-${key}`, (root) => recipe.stage(root));
  return writeArchive(recipe.name, [layer], recipe.config);
};
