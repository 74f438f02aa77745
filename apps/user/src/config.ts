import { Email, Password } from "@caravan/contracts";
import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";
import type { Limits } from "./dependencies.ts";

/** The environment of this service. */
export const Config = defineConfig({
  /** How long an access token lives: nothing can call it back before. */
  ACCESS_SECONDS: v.optional(WholeNumber(30, 3_600), "300"),
  /** How long a session lives without being used. */
  REFRESH_DAYS: v.optional(WholeNumber(1, 365), "30"),
  /** New guests from one network address; many people may share one. Beyond them it gets one a minute. */
  GUESTS_PER_HOUR: v.optional(WholeNumber(1, 10_000_000), "1000"),
  /** Sign-ups, sign-ins and changes of a password from one network address. */
  SIGN_INS_PER_MINUTE: v.optional(WholeNumber(1, 1_000_000), "60"),
});
export type Config = v.InferOutput<typeof Config>;

/** What one network address may try. */
export const limitsOf = (config: Config): Limits => ({
  guestsPerHour: config.GUESTS_PER_HOUR,
  signInsPerMinute: config.SIGN_INS_PER_MINUTE,
});

/** The part of the migration's environment that names the first member of staff; both or neither. */
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
