import { DatabaseSecret } from "@caravan/database";
import { WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

/** The environment of this program. */
export const Config = v.object({
  /** How long something may be on its way from one service to another. */
  LAG_SECONDS: v.optional(WholeNumber(0, 86_400), "60"),
  /** With a port the program watches the broker and shows metrics there, instead of making an audit. */
  WATCH_PORT: v.optional(WholeNumber(1, 65_535)),
  /** Where Secrets are mounted. */
  SECRETS_FOLDER: v.optional(v.string(), "/run/secrets"),
});

const json = <const S extends v.GenericSchema>(schema: S) => v.pipe(v.string(), v.parseJson(), schema);
const Database = json(DatabaseSecret);

/** The secret `audit`: each database, and the broker, with a user that only reads. One JSON document per key. */
export const AuditSecret = v.object({
  inventory: Database,
  order: Database,
  payment: Database,
  logistics: Database,
  user: Database,
  bank: Database,
  flash: Database,
  promotion: Database,
  redis: json(
    v.object({
      host: v.string(),
      port: v.number(),
      username: v.optional(v.string()),
      password: v.optional(v.string()),
    }),
  ),
});
