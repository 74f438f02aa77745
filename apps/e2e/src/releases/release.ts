import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as v from "valibot";

/** A release's code. Its types are unknown here: results are passed on, or parsed. */
export interface Release {
  /** The exports of a file. */
  exportsOf(file: string): Promise<Record<string, unknown>>;
  /** Calls an exported function of a file. */
  call(file: string, name: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Opens a database of an app, and checks that it has every table and column of the release. */
  open(app: string, settings: object): Promise<unknown>;
}

/** The release with its sources in that folder. */
export const openRelease = (folder: string): Release => {
  const exportsOf = async (file: string): Promise<Record<string, unknown>> =>
    import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href);
  const call = async (file: string, name: string, ...args: readonly unknown[]): Promise<unknown> => {
    const called = v.safeParse(v.function(), (await exportsOf(file))[name]);
    if (!called.success) throw new Error(`${file} exports no function ${name} any more`);
    return called.output(...args);
  };
  return {
    exportsOf,
    call,
    async open(app, settings) {
      const schema = await exportsOf(`apps/${app}/src/database/schema.ts`);
      const database = await call("packages/database/src/index.ts", "openDatabase", { ...settings, schema });
      await v.parse(v.object({ ping: v.function() }), database).ping();
      return database;
    },
  };
};
