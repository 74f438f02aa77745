import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import * as v from "valibot";
import type { Contracts } from "./documents.ts";
import { JsonSchema } from "./json-schema.ts";
import { Operation } from "./operation.ts";

const contracts = resolve(import.meta.dirname, "../../contracts");

/** The published schemas of the current contracts. */
export const publishedFolder = join(contracts, "schemas");
/** Those of the last release. */
export const releasedFolder = join(contracts, "released");

const Text = <S extends v.GenericSchema>(schema: S) => v.pipe(v.string(), v.parseJson(), schema);
const Operations = v.record(v.string(), Operation);

const readAll = async <T>(folder: string, parse: (text: string) => T): Promise<Record<string, T>> => {
  if (!existsSync(folder)) return {};
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const read = async (name: string) =>
    [basename(name, ".json"), parse(await readFile(join(folder, name), "utf8"))] as const;
  return Object.fromEntries(await Promise.all(files.map(read)));
};

/** Reads a folder of contracts; an absent one holds none. */
export const readContracts = async (folder: string): Promise<Contracts> => {
  const [events, services] = await Promise.all([
    readAll(join(folder, "events"), (text) => v.parse(Text(JsonSchema), text)),
    readAll(join(folder, "routes"), (text) => v.parse(Text(Operations), text)),
  ]);
  return { events, services };
};

/** Writes exactly these contracts into a folder: one file per topic and per service. */
export const writeContracts = async (folder: string, { events, services }: Contracts): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  const write = async (kind: string, documents: Readonly<Record<string, unknown>>) => {
    await mkdir(join(folder, kind), { recursive: true });
    for (const [name, document] of Object.entries(documents))
      await writeFile(join(folder, kind, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
  };
  await write("events", events);
  await write("routes", services);
};
