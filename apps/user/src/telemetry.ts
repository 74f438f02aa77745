import { counter } from "@caravan/service-kit";

export const signIns = counter(
  "caravan_sign_ins_total",
  "Attempts to sign in: `done`, or the refusal's code.",
  ["outcome"],
);

export const refreshReuses = counter(
  "caravan_refresh_token_reuses_total",
  "Sessions ended because a refresh token was shown a second time.",
);
