import type { TroubleKind } from "@caravan/contracts";

/** Something about a payment that only staff can see to, and why. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** In words of ours and codes of the provider's; nothing that a shopper wrote. */
  readonly reason: string;
  readonly since: Date;
}

/** The same trouble again is as old as it was. */
export const troubled = (before: Trouble | null, kind: TroubleKind, reason: string, now: Date): Trouble => ({
  kind,
  reason: reason.slice(0, 200),
  since: before?.kind === kind ? before.since : now,
});
