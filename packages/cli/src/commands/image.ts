import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { table } from "@caravan/terminal";
import { buildAppImages, checkout, stageAppImage } from "@caravan/toolchain";
import { Command } from "commander";
import { appNamed, appsWithImages } from "../platform/apps.ts";

interface ImageOptions {
  stage?: string;
  json?: boolean;
}

/** The build context of `apps/Dockerfile` for one app, and the command to build it, which runs from the current folder. */
const stage = async (app: string, dir: string) => {
  const context = join(dir, app);
  await mkdir(context, { recursive: true });
  await stageAppImage(app, context);
  const recipe = relative(process.cwd(), join(checkout, "apps/Dockerfile"));
  return { app, context, command: `docker build -f ${recipe} -t localhost/caravan/${app} ${context}` };
};

const image = async (names: readonly string[], { stage: dir, json }: ImageOptions): Promise<void> => {
  const all = appsWithImages();
  const apps = names.length > 0 ? names.map((name) => appNamed(name, all)) : all;
  if (dir === undefined) {
    const images = await buildAppImages(apps);
    if (json) return console.log(JSON.stringify(images, null, 2));
    const rows = images.map(({ name, tag, digest, archive }) => [name, tag, digest, archive]);
    return console.log(
      table(["NAME", "TAG", { name: "DIGEST", cut: "end" }, { name: "ARCHIVE", cut: "start" }], rows),
    );
  }
  const place = relative(process.cwd(), resolve(dir)) || ".";
  const staged = await Promise.all(
    apps.map((app) => stage(app, place.startsWith("..") ? resolve(dir) : place)),
  );
  if (json) return console.log(JSON.stringify(staged, null, 2));
  console.log("Build next (podman build and buildah build take the same arguments):\n");
  for (const { command } of staged) console.log(`  ${command}`);
};

export const imageCommand = (): Command =>
  new Command("image")
    .description(
      "build the images of apps as archives, or stage what docker, podman and buildah build them from",
    )
    .argument("[apps...]", "default: all")
    .option("--stage <dir>", "write <dir>/<app>/ for apps/Dockerfile instead of building")
    .option("--json", "for scripts")
    .action(image);
