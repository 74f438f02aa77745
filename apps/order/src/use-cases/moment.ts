import type { Dependencies } from "../dependencies.ts";
import type { Command, Fact } from "../domain/facts.ts";
import { advance } from "../domain/machine.ts";
import type { Order } from "../domain/order.ts";
import type { Moment } from "../domain/saga.ts";
import type { Transition } from "../domain/transition.ts";

/** The machine's environment, now. */
export const moment = ({ now, random, limits }: Pick<Dependencies, "now" | "random" | "limits">): Moment => ({
  now: now(),
  jitter: random(),
  limits,
});

/** The decision for this fact or command. */
export const decideBy =
  (it: Fact | Command, at: Moment) =>
  (order: Order): Transition =>
    advance(order, it, at);
