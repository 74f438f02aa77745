import { calls } from "@caravan/contracts/apis";
import { inDependencyOrder } from "@caravan/release-engine";

/** What a train brings, in its order: each callee before its callers, as the contracts say who calls whom, in whatever order it was named. */
export const inTrainOrder = <One extends { readonly service: string }>(all: readonly One[]): One[] => {
  const services = new Set(all.map(({ service }) => service));
  const order = inDependencyOrder([...services].toSorted(), calls);
  return all.toSorted((a, b) => order.indexOf(a.service) - order.indexOf(b.service));
};
