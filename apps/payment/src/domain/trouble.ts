import type { TroubleKind } from "@caravan/contracts";

/** A reason why a payment needs staff. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** Our own text and the provider's codes; never text of a shopper. */
  readonly reason: string;
  readonly since: Date;
}

/** The same trouble again keeps its time. */
export const troubled = (before: Trouble | null, kind: TroubleKind, reason: string, now: Date): Trouble => ({
  kind,
  reason: reason.slice(0, 200),
  since: before?.kind === kind ? before.since : now,
});
