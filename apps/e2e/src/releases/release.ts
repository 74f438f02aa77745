import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as v from "valibot";

/** A release's code, wherever it lies. Its types are not known here: what a call gives back is handed on, or parsed. */
export interface Release {
  /** Everything that a file exports. */
  exportsOf(file: string): Promise<Record<string, unknown>>;
  /** Calls a function that a file exports. */
  call(file: string, name: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Opens a database of an app, and sees that it has every table and column that the release reads. */
  open(app: string, settings: object): Promise<unknown>;
}

/** The release whose sources are in that folder. */
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
