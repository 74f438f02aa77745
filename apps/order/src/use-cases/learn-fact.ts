import type { Dependencies } from "../dependencies.ts";
import type { Fact } from "../domain/facts.ts";
import { decideBy, moment } from "./moment.ts";

/** Where a fact comes from. */
export interface Source {
  readonly consumer: string;
  readonly eventId: string;
}

/** Applies a fact to its order, once per event, and takes the steps that follow. An unknown order is ignored. */
export const learnFact = async (
  dependencies: Dependencies,
  orderId: string,
  fact: Fact,
  source?: Source,
): Promise<void> => {
  const { orders, runner } = dependencies;
  const changed = await orders.change({
    orderId,
    decide: decideBy(fact, moment(dependencies)),
    lease: runner.lease(),
    ...(source && { event: { consumer: source.consumer, id: source.eventId } }),
  });
  if (changed?.leased) runner.start(changed.order);
};
