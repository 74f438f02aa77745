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

/** @throws Trouble unless the text is a number and a unit, such as `15m` */
export const requireDuration = (text: string): void => {
  if (/^[1-9][0-9]*[smhdw]$/.test(text)) return;
  throw new Trouble(`"${text}" is no time.`, ["Say a number and a unit: 30s, 15m, 2h, 7d, 1w."]);
};
