import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kube } from "@caravan/cluster";
import { deployedReleases } from "@caravan/cluster";
import { checkout, namespaces } from "@caravan/toolchain";
import * as v from "valibot";
import { appNamed, installApp, installData } from "../platform/apps.ts";
import { installComponents, installMesh } from "../platform/mesh.ts";
import { namespaceOf } from "../platform/partners.ts";
import type { Session } from "../session.ts";

/** The chart of the data stores again, with the images and the storage class that `up` gave it. */
const applyData = async (kube: Kube): Promise<void> => {
  const json = await kube.helm(["get", "values", "data", "--namespace", namespaces.data, "--output", "json"]);
  const { storageClassName, mariadb, redis } = v.parse(v.pipe(v.string(), v.parseJson(), DataValues), json);
  const images = mariadb && redis ? { mariadb: mariadb.image, redis: redis.image } : undefined;
  await installData(kube, images, storageClassName, await deployedReleases(kube));
};

/** Parts of the system, other than apps, that Tilt applies. */
const parts: Record<string, (kube: Kube) => Promise<void>> = {
  data: applyData,
  mesh: async (kube) => installMesh(kube, await deployedReleases(kube)),
  components: async (kube) => installComponents(kube, await deployedReleases(kube)),
};

/**
 * Applies one part of the running system from the working tree: `data`, `mesh`, `components` or an app, which
 * gets its development image. The releases are those of `up`.
 *
 * @returns the YAML of the workload that Tilt follows; empty for other parts
 */
export const applyPart = async (session: Session, name: string): Promise<string> => {
  const { kube } = session;
  const part = parts[name];
  if (!part) return applyApp(session, appNamed(name));
  await part(kube);
  return "";
};

const applyApp = async ({ kube, shop, loadApps }: Session, app: string): Promise<string> => {
  const [image] = await loadApps([app], { development: true });
  if (!image) throw new Error(`no image of ${app} was built`);
  const changed = await installApp(kube, image, shop, await deployedReleases(kube));
  if (!changed && !(await runsBundle(kube, app))) {
    await kube.kubectl(["-n", namespaceOf(app), "rollout", "restart", `deploy/${app}`]);
    await kube.rolledOut(namespaceOf(app), `deploy/${app}`);
  }
  return kube.kubectl(["-n", namespaceOf(app), "get", "deploy", app, "-o", "yaml"]);
};

/** A pod may still run copied files although its image is unchanged. */
const runsBundle = async (kube: Kube, app: string): Promise<boolean> => {
  const bundle = await readFile(join(checkout, "apps", app, "dist/main.js")).catch(() => "");
  const sum = ["busybox", "sha256sum", "/app/main.js"];
  const said = await kube.kubectl(["-n", namespaceOf(app), "exec", `deploy/${app}`, "-c", app, "--", ...sum]);
  return said.startsWith(createHash("sha256").update(bundle).digest("hex"));
};

const Image = v.object({ image: v.object({ repository: v.string(), tag: v.string() }) });
const DataValues = v.object({
  storageClassName: v.string(),
  mariadb: v.optional(Image),
  redis: v.optional(Image),
});
