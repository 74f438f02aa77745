import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { objectsIn, readClusterFile } from "@caravan/cluster";
import { appRelease, dataValues } from "./apps.ts";
import type { Platform } from "./bring-up.ts";

/** The values of a file of `toolchain/cluster`, with more on top. */
const valuesOf = async (file: string, more: object = {}) => ({
  ...Object(objectsIn(await readClusterFile(`values/${file}.yaml`))[0]),
  ...more,
});

/**
 * Writes what `docs/install-with-helm.md` takes as given: `site/<release>.yaml`, what differs from cluster to cluster, as it is on this
 * embedded one, and `vendor/`, Istio's and Dapr's charts.
 */
export const writeSite = async (platform: Platform, folder: string): Promise<void> => {
  const { istio, dapr, shop, dataImages, storageClassName } = platform;
  const values = {
    istiod: await valuesOf("istiod-plain-envoy", istio.values),
    gateway: await valuesOf("gateway-node-port"),
    dapr: dapr.values,
    data: dataValues(dataImages, storageClassName),
    ...Object.fromEntries(
      (await platform.appImages).map((image) => [image.app, appRelease(image, shop).values]),
    ),
  };
  const charts = {
    base: join(istio.charts, "base"),
    istiod: join(istio.charts, "istio-control/istio-discovery"),
    gateway: join(istio.charts, "gateway"),
    dapr: dapr.charts,
  };
  const [site, vendor] = [join(folder, "site"), join(folder, "vendor")];
  for (const made of [site, vendor]) await mkdir(made, { recursive: true });
  for (const [name, about] of Object.entries(values))
    await writeFile(join(site, `${name}.yaml`), `${JSON.stringify(about, null, 2)}\n`, { mode: 0o600 });
  for (const [name, chart] of Object.entries(charts)) {
    await rm(join(vendor, name), { force: true });
    await symlink(chart, join(vendor, name));
  }
};
