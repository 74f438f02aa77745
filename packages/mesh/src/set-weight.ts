import { type Cohorts, firstBucketOf, keptBucket, noCohorts, routesOf } from "./cohorts.ts";
import { delegationsTo, hostOf, type VirtualService, weightsName } from "./virtual-services.ts";
import { weightTotal } from "./weights.ts";

/** The VirtualServices of a shop. */
export interface Mesh {
  /** Their current state. */
  list(): Promise<VirtualService[]>;
  /**
   * Creates one, or with a `resourceVersion` replaces it on the condition that it still has that one.
   *
   * @returns `conflict` when it was created, changed or removed meanwhile
   */
  write(service: VirtualService): Promise<"written" | "conflict">;
  /** Removes one, if it is there. */
  remove(name: string): Promise<void>;
}

const mostAttempts = 5;

/** The weights of an app as they shall be; undefined when no route takes them. */
const withWeight = (
  services: readonly VirtualService[],
  app: string,
  weight: number,
  wanted: Cohorts,
): VirtualService | undefined => {
  const host = hostOf(services, app);
  const [root] = delegationsTo(services, app);
  if (root === undefined || host === undefined) return undefined;
  const live = services.find(({ metadata }) => metadata.name === weightsName(app));
  const { namespace } = root.metadata;
  const { annotations: _, ...kept } = live?.metadata ?? {
    ...{ name: weightsName(app), ...(namespace && { namespace }), labels: { app } },
  };
  // Where one version has everything no customer has to be told apart, and what was kept for them ends.
  const cohorts = weight === 0 || weight === weightTotal ? noCohorts : wanted;
  const from = firstBucketOf(live, Math.random);
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { ...kept, ...(cohorts.customers && { annotations: keptBucket(from) }) },
    spec: { http: routesOf(host, weight, cohorts, from) },
  };
};

/**
 * Sets v2's weight of an app, in the one object that all routes to it take their weights from. A write that conflicts with another one
 * is repeated from a fresh read.
 *
 * @param weight of v2, an integer from 0 to `weightTotal`
 * @param cohorts who gets which version meanwhile; without it every request for itself, by the weight
 * @returns whether routes lead to the app that take its weights
 * @throws Error when every attempt conflicted with another writer
 */
export const setWeight = async (
  mesh: Mesh,
  app: string,
  weight: number,
  cohorts: Cohorts = noCohorts,
): Promise<boolean> => {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const weights = withWeight(await mesh.list(), app, weight, cohorts);
    if (weights === undefined) return false;
    if ((await mesh.write(weights)) === "written") return true;
  }
  throw new Error(`the weights of ${app} were changed by others ${mostAttempts} times in a row`);
};

/** Removes the weights of an app that has no canary any more: all its requests go to v1 then. */
export const clearWeight = (mesh: Mesh, app: string): Promise<void> => mesh.remove(weightsName(app));
