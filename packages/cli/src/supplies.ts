import { join } from "node:path";
import {
  buildToolchainImages,
  clusterToolNames,
  ensureTools,
  goModuleDir,
  type ImageArchive,
  toolchainImageNames,
} from "@caravan/toolchain";
import type { Origin } from "./platform/istio.ts";

/** The parts of the embedded cluster: programs, images, charts. */
export interface Supplies {
  binDir: string;
  /** Image archives by short name. */
  images: ReadonlyMap<string, ImageArchive>;
  istio: Origin;
  dapr: Origin;
}

/** Looks an image up by its short name, such as `pilot`. */
export const imageNamed = (images: Supplies["images"], name: string): ImageArchive => {
  const found = images.get(name);
  if (!found) throw new Error(`there is no image "${name}"; there are ${toolchainImageNames.join(", ")}`);
  return found;
};

/** Builds or finds all parts of the embedded cluster; quick when they exist. */
export const gatherSupplies = async (): Promise<Supplies> => {
  const tools = await ensureTools(clusterToolNames);
  const [images, istio, dapr] = await Promise.all([
    buildToolchainImages(tools),
    goModuleDir("istio"),
    goModuleDir("dapr"),
  ]);
  const reference = (name: string) => imageNamed(images, name).reference;
  const proxy = { image: reference("proxyv2") };
  return {
    binDir: tools.binDir,
    images,
    istio: {
      charts: join(istio, "manifests/charts"),
      values: { image: reference("pilot"), global: { proxy, proxy_init: proxy } },
    },
    dapr: {
      charts: join(dapr, "charts/dapr"),
      values: {
        dapr_operator: { image: { name: reference("operator") } },
        dapr_sentry: { image: { name: reference("sentry") } },
        dapr_sidecar_injector: {
          image: { name: reference("daprd") },
          injectorImage: { name: reference("injector") },
        },
      },
    },
  };
};
