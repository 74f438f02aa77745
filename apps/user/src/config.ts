import { Email, Password } from "@caravan/contracts";
import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";
import type { Limits } from "./dependencies.ts";

/** The environment of this service. */
export const Config = defineConfig({
  /** Lifetime of an access token, which cannot be revoked earlier. */
  ACCESS_SECONDS: v.optional(WholeNumber(30, 3_600), "300"),
  /** Lifetime of an unused session. */
  REFRESH_DAYS: v.optional(WholeNumber(1, 365), "30"),
  /** New guests per hour from one network address, which many people may share; then one a minute. */
  GUESTS_PER_HOUR: v.optional(WholeNumber(1, 10_000_000), "1000"),
  /** Sign-ups, sign-ins and changes of a password from one network address. */
  SIGN_INS_PER_MINUTE: v.optional(WholeNumber(1, 1_000_000), "60"),
});
export type Config = v.InferOutput<typeof Config>;

/** Limits of one network address. */
export const limitsOf = (config: Config): Limits => ({
  guestsPerHour: config.GUESTS_PER_HOUR,
  signInsPerMinute: config.SIGN_INS_PER_MINUTE,
});

/** The part of the migration's environment for the first staff account; both or neither. */
export const StaffEnvironment = v.pipe(
  v.object({ STAFF_EMAIL: v.optional(Email), STAFF_PASSWORD: v.optional(Password) }),
  v.check(
    (environment) => (environment.STAFF_EMAIL === undefined) === (environment.STAFF_PASSWORD === undefined),
    "needs STAFF_EMAIL and STAFF_PASSWORD, or neither",
  ),
  v.transform(({ STAFF_EMAIL: email, STAFF_PASSWORD: password }) =>
    email === undefined || password === undefined ? undefined : { email, password },
  ),
);
