import { namespaces } from "@caravan/toolchain";
import { Redis } from "ioredis";
import * as v from "valibot";
import type { Kube } from "./kube.ts";
import { readSecret } from "./read-secret.ts";
import { serviceAddress } from "./service-addresses.ts";

/** Opens the broker's Redis over the address of its Service: from the host of the embedded cluster, or from inside. */
export const openRedis = async (kube: Kube): Promise<Redis> => {
  const [host, { password }] = await Promise.all([
    serviceAddress(kube, namespaces.data, "redis"),
    readSecret(kube, namespaces.data, "redis", v.object({ password: v.string() })),
  ]);
  return new Redis({ host, password, maxRetriesPerRequest: 5, connectTimeout: 5000 });
};
