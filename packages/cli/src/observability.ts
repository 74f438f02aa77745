import type { Kube } from "@caravan/cluster";
import type { Addresses } from "@caravan/observability";
import { findObservability } from "@caravan/operations/workloads";
import { Trouble } from "@caravan/toolchain";

/** Where the parts answer. @throws Trouble when nothing watches the shop */
export const openObservability = async (kube: Kube): Promise<Addresses> => {
  const addresses = await findObservability(kube);
  if (addresses) return addresses;
  throw new Trouble(
    "Nothing watches this shop yet: there are no metrics, logs, traces and alerts to look at.",
    ["Add them: ./caravan up --observability"],
  );
};
