import * as v from "valibot";

const Word = v.pipe(v.string(), v.minLength(1));
const Port = v.pipe(
  v.string(),
  v.regex(/^[0-9]+$/, "must be a whole number"),
  v.transform(Number),
  v.minValue(1, "must be at least 1"),
  v.maxValue(65_535, "must be at most 65535"),
);

/**
 * A service's secret `<app>-database`: address and credentials of its database.
 *
 * @example const database = await openDatabase({ ...v.parse(DatabaseSecret, await sidecar.secret("order-database")), schema });
 */
export const DatabaseSecret = v.object({
  host: Word,
  port: Port,
  database: Word,
  username: Word,
  password: Word,
});

/**
 * The environment of a service's `migrate.ts`, as options of `migrate`. It runs before the service, without a sidecar
 * and with rights to change tables. `MIGRATIONS_DIR` is the folder of the migrations; an image carries it beside the bundle.
 * `MIGRATIONS_HELD_BACK` (names, by comma) and those after them do not run; `MIGRATION` is one that has to have.
 *
 * @example await migrate(loadConfig(MigrationEnvironment));
 */
export const MigrationEnvironment = v.pipe(
  v.object({
    DATABASE_HOST: Word,
    DATABASE_PORT: Port,
    DATABASE_NAME: Word,
    DATABASE_USERNAME: Word,
    DATABASE_PASSWORD: Word,
    MIGRATIONS_DIR: v.optional(Word, "./migrations"),
    MIGRATIONS_HELD_BACK: v.optional(v.string(), ""),
    MIGRATION: v.optional(Word),
  }),
  v.transform((environment) => ({
    host: environment.DATABASE_HOST,
    port: environment.DATABASE_PORT,
    database: environment.DATABASE_NAME,
    username: environment.DATABASE_USERNAME,
    password: environment.DATABASE_PASSWORD,
    migrationsFolder: environment.MIGRATIONS_DIR,
    heldBack: environment.MIGRATIONS_HELD_BACK.split(",").filter((name) => name !== ""),
    named: environment.MIGRATION,
  })),
);
