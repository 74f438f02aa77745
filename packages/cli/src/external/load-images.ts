import { type AppImageOptions, buildAppImages, type ImageArchive, Trouble } from "@caravan/toolchain";
import { execa } from "execa";
import { type AppImage, imageAt } from "../platform/apps.ts";

/** Loads an image archive into a cluster; returns its name and tag there. */
export type ImageLoader = (image: ImageArchive) => Promise<string>;

const available = async (program: string): Promise<boolean> =>
  (await execa(program, ["--version"], { reject: false })).exitCode === 0;

/** Pushes to a registry with the first of docker, podman and buildah that is installed. */
const pushTo = async (registry: string): Promise<ImageLoader> => {
  const target = ({ reference }: ImageArchive) =>
    reference.replace(/^localhost\//, `${registry.replace(/\/$/, "")}/`);
  for (const tool of ["docker", "podman"]) {
    if (!(await available(tool))) continue;
    return async (image) => {
      await execa(tool, ["load", "--input", image.archive]);
      await execa(tool, ["tag", image.reference, target(image)]);
      await execa(tool, ["push", target(image)]);
      return target(image);
    };
  }
  if (await available("buildah")) {
    return async (image) => {
      await execa("buildah", ["pull", `docker-archive:${image.archive}`]);
      await execa("buildah", ["push", image.reference, `docker://${target(image)}`]);
      return target(image);
    };
  }
  throw new Trouble("None of docker, podman and buildah is installed to push the images.", [
    "Install one of them, e.g.: apt-get install buildah",
  ]);
};

/**
 * How images are loaded into the cluster of a context: with the tool that made the cluster, or through a registry.
 *
 * @throws Trouble when neither is known for this context
 */
export const imageLoader = async (context: string, registry: string | undefined): Promise<ImageLoader> => {
  if (registry) return pushTo(registry);
  const load = (program: string, args: (archive: string) => string[]): ImageLoader => {
    return async ({ archive, reference }) => {
      await execa(program, args(archive));
      return reference;
    };
  };
  const [, kind] = /^kind-(.*)$/.exec(context) ?? [];
  if (kind) return load("kind", (archive) => ["load", "image-archive", archive, "--name", kind]);
  const [, k3d] = /^k3d-(.*)$/.exec(context) ?? [];
  if (k3d) return load("k3d", (archive) => ["image", "import", archive, "--cluster", k3d]);
  if (context === "minikube") return load("minikube", (archive) => ["image", "load", archive]);
  if (["docker-desktop", "orbstack"].includes(context) || context.startsWith("colima"))
    return load("docker", (archive) => ["load", "--input", archive]);
  if (context === "rancher-desktop")
    return load("nerdctl", (archive) => ["--namespace", "k8s.io", "load", "--input", archive]);
  throw new Trouble(`It is unknown how to load images into "${context}".`, [
    "Name a registry that it can pull from: --registry HOST/PATH",
  ]);
};

/** Builds the images of apps and loads them into the cluster of a context. */
export const loadInto = async (
  place: { context: string; registry?: string | undefined },
  apps: readonly string[],
  options: AppImageOptions = {},
): Promise<AppImage[]> => {
  const load = await imageLoader(place.context, place.registry);
  return Promise.all(
    (await buildAppImages(apps, options)).map(async (built) => {
      const image = imageAt(built.name, await load(built));
      return { ...image, ...(options.development && { development: true }) };
    }),
  );
};
