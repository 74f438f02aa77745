import type { PartnerFaults } from "@caravan/contracts";

/** How often requests go wrong. */
export type RequestMisbehaviour = Pick<PartnerFaults, "seed" | "unavailableRate" | "timeoutAfterEffectRate">;

/** How often callbacks go wrong. */
export type CallbackMisbehaviour = Omit<PartnerFaults, "unavailableRate" | "timeoutAfterEffectRate">;
