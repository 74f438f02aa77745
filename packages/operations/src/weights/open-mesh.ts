import { type Kube, labelled } from "@caravan/cluster";
import { type Mesh, VirtualService } from "@caravan/mesh";
import * as v from "valibot";

const kind = "virtualservices.networking.istio.io";
const VirtualServices = v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(VirtualService) }));

/** The shop's VirtualServices, read and written with kubectl; none while Istio is not installed. */
export const openMesh = (kube: Kube): Mesh => ({
  async list() {
    try {
      return v.parse(VirtualServices, await kube.kubectl(["-n", "shop", "get", kind, "-o", "json"])).items;
    } catch (error) {
      if (error instanceof Error && /doesn't have a resource type/.test(error.message)) return [];
      throw error;
    }
  },
  async write(service) {
    const verb = service.metadata.resourceVersion === undefined ? "create" : "replace";
    try {
      const flags = ["--field-manager=caravan-weights", "-f", "-"];
      await kube.kubectl([verb, ...flags], JSON.stringify(labelled(service)));
      return "written";
    } catch (error) {
      if (error instanceof Error && /\((Conflict|AlreadyExists|NotFound)\)/.test(error.message))
        return "conflict";
      throw error;
    }
  },
  async remove(name) {
    await kube.kubectl(["-n", "shop", "delete", kind, name, "--ignore-not-found"]);
  },
});
