import type { OutboxLag } from "@caravan/database";
import { counter, gauge } from "@caravan/service-kit";

export const signIns = counter(
  "caravan_sign_ins_total",
  "Attempts to sign in: `done`, or the refusal's code.",
  ["outcome"],
);

export const refreshReuses = counter(
  "caravan_refresh_token_reuses_total",
  "Sessions ended because a refresh token was shown a second time.",
);

const pending = gauge("caravan_outbox_pending_events", "Events written but not yet published.");
const oldest = gauge("caravan_outbox_oldest_seconds", "Age of the oldest event not yet published.");

export const showLag = ({ count, oldestSeconds }: OutboxLag): void => {
  pending.set(count);
  oldest.set(oldestSeconds);
};
