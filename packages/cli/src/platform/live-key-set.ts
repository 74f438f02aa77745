import { type Kube, readSecret } from "@caravan/cluster";
import { SigningKeySet } from "@caravan/contracts";
import { publicKeySet } from "@caravan/operations/keys";
import { namespaces } from "@caravan/toolchain";
import * as v from "valibot";

/** The current public keys of access tokens, from the cluster's Secret. */
export const liveKeySet = async (kube: Kube): Promise<string> => {
  const { keys } = await readSecret(
    kube,
    namespaces.shop,
    "user-signing-keys",
    v.object({ keys: v.string() }),
  );
  return publicKeySet(v.parse(SigningKeySet, keys));
};
