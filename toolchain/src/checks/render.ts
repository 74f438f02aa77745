import { ensureTools } from "@caravan/toolchain";
import { execa } from "execa";
import { namespaces } from "../namespaces.ts";
import { deployedApps, isPartner, type Manifest, parseManifests, root } from "./manifests.ts";

const helm = async (...args: string[]): Promise<string> => {
  const program = (await ensureTools(["helm"], { log: () => {} })).path("helm");
  return (await execa(program, ["template", ...args], { cwd: root })).stdout;
};

/** Every object of the shop as Helm renders it without a cluster: the mesh, Dapr's components, and all apps. */
export const renderShop = async (): Promise<Manifest[]> => {
  const image = ["--set", "image.repository=localhost/caravan/x,image.tag=x"];
  const texts = await Promise.all([
    helm("mesh", "mesh/istio", "--namespace", namespaces.shop, "--set-json", 'accessToken.keys="{}"'),
    helm("components", "components", "--namespace", namespaces.shop),
    ...deployedApps().map((app) =>
      helm(
        ...[
          app,
          "charts/service",
          "--namespace",
          isPartner(app) ? namespaces.partners : namespaces.shop,
          ...image,
        ],
        ...["--values", `charts/values/${app}.yaml`],
      ),
    ),
  ]);
  return texts.flatMap(parseManifests);
};

/** Those objects that tell Istio something. */
export const istioObjects = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ apiVersion }) => apiVersion.includes("istio.io/"));

/** Those objects that tell Dapr something. */
export const daprObjects = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ apiVersion }) => apiVersion.startsWith("dapr.io/"));
