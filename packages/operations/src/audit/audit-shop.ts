import { auditShop as audit, DatabaseClosed, type Verdict } from "@caravan/audit";
import { databaseAddressOf, type Kube, openRedis } from "@caravan/cluster";
import { namespaces, Trouble } from "@caravan/toolchain";

/** Audits all databases of the cluster once. */
export const auditShop = async (kube: Kube, lagSeconds: number): Promise<Verdict[]> => {
  const redis = await openRedis(kube);
  try {
    return await audit({
      addressOf: (name) =>
        databaseAddressOf(kube, name, name === "bank" ? namespaces.partners : namespaces.shop),
      redis,
      lagSeconds,
    });
  } catch (error) {
    if (!(error instanceof DatabaseClosed)) throw error;
    throw new Trouble(error.message, ["Nothing was audited. What runs: ./caravan status; then ./caravan up"]);
  } finally {
    redis.disconnect();
  }
};
