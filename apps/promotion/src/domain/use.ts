import type { Quote } from "@caravan/contracts";
import { useEnded, useUnknown } from "./refusals.ts";

/** `held` from the try on, `used` once it is confirmed, `back` when it was cancelled, also before it was tried. */
export type UseStatus = "held" | "used" | "back";

/** What one order takes of promotions. */
export interface Use {
  readonly orderId: string;
  readonly status: UseStatus;
  /** Null for one that was cancelled before it was tried. */
  readonly quote: Quote | null;
}

/** What one promotion's counters change by. */
export interface Counts {
  readonly held: number;
  readonly used: number;
}

/** The use, if it can be confirmed. @throws Refusal `use-unknown`, `use-ended` */
export const confirmable = <U extends Use>(orderId: string, use: U | undefined): U => {
  if (use === undefined) throw useUnknown(orderId);
  if (use.status === "back") throw useEnded(orderId);
  return use;
};

const counted = (status: UseStatus): Counts => ({
  held: status === "held" ? 1 : 0,
  used: status === "used" ? 1 : 0,
});

/** What a change of status does to the counters of each promotion of the use. */
export const countsBetween = (before: UseStatus, after: UseStatus): Counts => {
  const [from, to] = [counted(before), counted(after)];
  return { held: to.held - from.held, used: to.used - from.used };
};
