import type { Kube } from "@caravan/cluster";
import { readKeys, signingAt } from "./keys.ts";
import { toldKeys } from "./mesh-keys.ts";

/** A key and its current state. */
export interface KnownKey {
  kid: string;
  signFrom: string;
  state: "signs" | "waits" | "verifies";
  /** Every policy that verifies our tokens trusts it. */
  knownInMesh: boolean;
}

/** The keys of access tokens, oldest first. */
export const knownKeys = async (kube: Kube, now: Date): Promise<KnownKey[]> => {
  const [{ keys }, told] = await Promise.all([readKeys(kube), toldKeys(kube)]);
  const signing = signingAt(keys, now);
  return keys.map(({ kid, signFrom }) => ({
    kid,
    signFrom,
    state: kid === signing?.kid ? "signs" : Date.parse(signFrom) > now.getTime() ? "waits" : "verifies",
    knownInMesh: told.has(kid),
  }));
};
