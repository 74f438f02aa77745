import type { Database } from "@caravan/database";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { settingsTable } from "./settings-table.ts";

/** How long a setting is cached: another replica may have changed it. */
const keptMilliseconds = 1000;

/** A setting of the control API. */
export interface Setting<T> {
  get(): Promise<T>;
  set(value: T): Promise<void>;
}

/** What {@link openSetting} needs. */
export interface SettingOptions<S extends v.GenericSchema<unknown, object>> {
  readonly database: Pick<Database, "drizzle">;
  readonly name: string;
  readonly schema: S;
  /** The value until one is set, and when the stored one does not fit the schema any more. */
  readonly initial: v.InferOutput<S>;
  readonly now: () => Date;
}

/** Opens a setting that is stored in the database. */
export const openSetting = <const S extends v.GenericSchema<unknown, object>>({
  database: { drizzle },
  name,
  schema,
  initial,
  now,
}: SettingOptions<S>): Setting<v.InferOutput<S>> => {
  let kept: { readonly value: Promise<v.InferOutput<S>>; readonly until: number } | undefined;
  const load = async (): Promise<v.InferOutput<S>> => {
    const [row] = await drizzle
      .select({ value: settingsTable.value })
      .from(settingsTable)
      .where(eq(settingsTable.name, name));
    const stored = v.safeParse(schema, row?.value);
    return stored.success ? stored.output : initial;
  };
  const keep = (value: Promise<v.InferOutput<S>>): Promise<v.InferOutput<S>> => {
    kept = { value, until: now().getTime() + keptMilliseconds };
    value.catch(() => {
      kept = undefined;
    });
    return value;
  };
  return {
    get: () => (kept !== undefined && now().getTime() < kept.until ? kept.value : keep(load())),
    async set(value) {
      await drizzle.insert(settingsTable).values({ name, value }).onDuplicateKeyUpdate({ set: { value } });
      await keep(Promise.resolve(value));
    },
  };
};
