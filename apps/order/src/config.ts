import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

const Word = v.pipe(v.string(), v.minLength(1));
const Port = WholeNumber(1, 65_535);

/** The environment of this service. */
export const Config = defineConfig({});
export type Config = v.InferOutput<typeof Config>;

/** The secret `order-database`, read through the sidecar: where the database is and how to enter it. */
export const DatabaseSecret = v.object({
  host: Word,
  port: Port,
  database: Word,
  username: Word,
  password: Word,
});

/** The secret `guest-cookie`: the storefront signs shoppers' cookies with it. */
export const CookieSecret = v.object({ key: v.pipe(v.string(), v.minLength(16)) });

/** The environment of `migrate.ts`: it runs before the service, without a sidecar and with rights to change tables. */
export const MigrationConfig = v.object({
  DATABASE_HOST: Word,
  DATABASE_PORT: Port,
  DATABASE_NAME: Word,
  DATABASE_USERNAME: Word,
  DATABASE_PASSWORD: Word,
  /** Folder of the migrations; the image carries it beside the bundle. */
  MIGRATIONS_DIR: v.optional(Word, "./migrations"),
});
