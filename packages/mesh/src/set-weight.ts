import { type VirtualService, withWeight } from "./weights.ts";

/** The VirtualServices of a shop. */
export interface Mesh {
  /** Their current state. */
  list(): Promise<VirtualService[]>;
  /**
   * Replaces them with these, each on the condition that it still has the `resourceVersion` it was read with.
   *
   * @returns `conflict` when one was changed meanwhile; others may have been replaced
   */
  replace(services: readonly VirtualService[]): Promise<"replaced" | "conflict">;
}

const mostAttempts = 5;

/**
 * Sets v2's weight of an app on every route that leads to it. A write that conflicts with another one is repeated from a fresh read, so a
 * timeout that an upgrade changes at the same time is kept.
 *
 * @param weight of v2, an integer from 0 to `weightTotal`
 * @returns the number of VirtualServices that lead to the app; 0 when no route is split
 * @throws Error when every attempt conflicted with another writer
 */
export const setWeight = async (mesh: Mesh, app: string, weight: number): Promise<number> => {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const changed = (await mesh.list()).flatMap((service) => withWeight(service, app, weight) ?? []);
    if (changed.length === 0 || (await mesh.replace(changed)) === "replaced") return changed.length;
  }
  throw new Error(`the routes of ${app} were changed by others ${mostAttempts} times in a row`);
};
