import { type Kube, requireIstiod } from "@caravan/cluster";
import type { SigningKey } from "@caravan/contracts";
import { readKeys, writeKeys } from "./keys.ts";
import { envoysKnow, tellMesh } from "./mesh-keys.ts";
import { rotateKeys } from "./rotate-keys.ts";

/**
 * Rotates the keys of a cluster's shop.
 *
 * @param applyKeySet makes the mesh trust exactly the keys of a key set
 * @returns the new key, which signs a minute later
 */
export const rotateKeysOf = (
  kube: Kube,
  applyKeySet: (keySet: string) => Promise<void>,
): Promise<SigningKey> =>
  rotateKeys(
    {
      requireMesh: () => requireIstiod(kube),
      read: () => readKeys(kube),
      write: (keys) => writeKeys(kube, keys),
      tell: (keys, keep) => tellMesh(kube, keys, keep, applyKeySet),
      inForce: (keys) =>
        envoysKnow(
          kube,
          keys.map(({ kid }) => kid),
        ),
    },
    () => new Date(),
  );
