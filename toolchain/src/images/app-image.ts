import { existsSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { contractsOf } from "@caravan/contract-check";
import * as v from "valibot";
import { keyOf } from "../cache.ts";
import { Trouble } from "../trouble.ts";
import { type ImageArchive, type ImageConfig, writeArchive } from "./archive.ts";
import { type BundleFile, bundleApp, checkout } from "./bundle.ts";
import { busyboxLayer, developmentEntrypoint } from "./busybox.ts";
import { developmentFiles } from "./development-bundle.ts";
import { recipesKey } from "./identity.ts";
import { type Layer, layerOf } from "./layer.ts";
import { nodeRuntimeLayer, stageNodeRuntime } from "./node-runtime.ts";
import { RootFileSystem } from "./root-file-system.ts";
import type { StandIns } from "./stand-ins.ts";

const appUserId = 65532;
/** Folders of an app that its image carries beside the bundle. */
const carriedFolders = ["migrations", "pictures", "assets"];

const config: ImageConfig = {
  entrypoint: ["/usr/local/bin/node", "/app/main.js"],
  user: `${appUserId}:${appUserId}`,
  env: ["NODE_ENV=production"],
  workingDir: "/app",
};

export interface AppImageOptions {
  /** Instead of the tag that is made from the content. */
  tag?: string;
  /** Adds a shell, tar and rm, lets the app's user write /app and starts Node again on HUP, as Tilt's live update needs. */
  development?: boolean;
  /** Modules that stand in for some of the app's, such as planted defects; not in a development image. */
  standIns?: StandIns;
}

/** Names of the apps that are deployed: those with a `src/main.ts`. */
export const appNames = (): string[] =>
  readdirSync(join(checkout, "apps"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(checkout, "apps", entry.name)).includes("src"))
    .map((entry) => entry.name)
    .filter((name) => readdirSync(join(checkout, "apps", name, "src")).includes("main.ts"))
    .sort();

const Topics = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ publishes: v.array(v.string()), hears: v.array(v.string()) }),
);

/** What an app of the shop says and hears, for the image to say so itself; a partner has no contracts of the shop. */
const contractFile = (app: string, bundle: readonly BundleFile[]): BundleFile[] => {
  const topics = join(checkout, "components/topics", `${app}.json`);
  if (!existsSync(topics)) return [];
  const program = bundle
    .filter(({ path }) => path.endsWith(".js"))
    .map(({ content }) => Buffer.from(content).toString())
    .join("\n");
  // A service that names this one among its callers changes nothing of this one's image.
  const knows = (routeId: string) => program.includes(`"${routeId}"`);
  const contracts = contractsOf(app, v.parse(Topics, readFileSync(topics, "utf8")), knows);
  return [{ path: "contracts.json", content: Buffer.from(JSON.stringify(contracts)) }];
};

/** What an image carries under /app: the bundle, its contracts and the folders beside it. */
const appFiles = async (
  app: string,
  { development = false, standIns }: AppImageOptions = {},
): Promise<BundleFile[]> => {
  if (!appNames().includes(app))
    throw new Trouble(`there is no app "${app}"`, [`Apps are: ${appNames().join(", ")}`]);
  const present = new Set(readdirSync(join(checkout, "apps", app)));
  const carried = carriedFolders
    .filter((name) => present.has(name))
    .flatMap((name) => {
      const folder = join(checkout, "apps", app, name);
      return (
        readdirSync(folder, { recursive: true, withFileTypes: true })
          // A link leads to a file of a package, such as a font.
          .filter((entry) => entry.isFile() || entry.isSymbolicLink())
          .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
          .sort()
          .map((file) => ({ path: join(name, file), content: readFileSync(join(folder, file)) }))
      );
    });
  const bundle = await (development ? developmentFiles(app) : bundleApp(app, undefined, standIns));
  return [...bundle, ...contractFile(app, bundle), ...carried];
};

const stageFiles = async (root: RootFileSystem, files: readonly BundleFile[]): Promise<void> => {
  await root.directory("/app");
  for (const { path, content } of files) await root.text(join("/app", path), content);
};

const appLayer = async (files: readonly BundleFile[], development: boolean): Promise<Layer> => {
  const contents = files.flatMap(({ path, content }) => [path, Buffer.from(content)]);
  return layerOf(
    `app-${keyOf(recipesKey, String(development), ...contents)}`,
    (root) => stageFiles(root, files),
    development ? { ownerId: appUserId } : {},
  );
};

/** Makes an app's image out of the files that it carries under /app. */
export const imageOf = async (
  app: string,
  files: readonly BundleFile[],
  { development = false, tag }: AppImageOptions = {},
): Promise<ImageArchive> => {
  const below = [await nodeRuntimeLayer(), ...(development ? [await busyboxLayer()] : [])];
  const start = development ? { ...config, entrypoint: developmentEntrypoint } : config;
  return writeArchive(app, [...below, await appLayer(files, development)], start, tag);
};

/** Builds the image of one app from the working tree: the Node layer that all share, and the app's own. */
export const buildAppImage = async (app: string, options: AppImageOptions = {}): Promise<ImageArchive> =>
  imageOf(app, await appFiles(app, options), options);

/** Builds the images of several apps; an unchanged app keeps its image and its tag. */
export const buildAppImages = async (
  apps: readonly string[],
  options: AppImageOptions = {},
): Promise<ImageArchive[]> => {
  await nodeRuntimeLayer();
  return Promise.all(apps.map((app) => buildAppImage(app, options)));
};

/**
 * Writes what `apps/Dockerfile` copies: `<dir>/runtime`, the root of the layer that all apps share, and `<dir>/app`,
 * the root of the app's own.
 */
export const stageAppImage = async (app: string, dir: string): Promise<void> => {
  const [runtime, own] = [new RootFileSystem(join(dir, "runtime")), new RootFileSystem(join(dir, "app"))];
  const files = await appFiles(app);
  for (const root of [runtime, own]) await rm(root.folder, { recursive: true, force: true });
  await stageNodeRuntime(runtime);
  await stageFiles(own, files);
};
