import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addApi, addExport } from "./contract-lists.ts";
import { requireFreeName } from "./names.ts";

/** The template: a service named `sample`, which is a member of the workspace and checked like every other one. */
export const template = join(import.meta.dirname, "../template");

/** A file by its path in the checkout. */
export interface PlannedFile {
  readonly path: string;
  readonly content: string;
}

/** What making a service changes. */
export interface Plan {
  readonly name: string;
  readonly added: readonly PlannedFile[];
  readonly changed: readonly PlannedFile[];
  /** What generators make of the rest. */
  readonly generated: readonly string[];
}

/** Where a file of the template goes; undefined for what only the template needs. */
const placeOf = (file: string, name: string): string | undefined => {
  if (file === "contracts.ts") return undefined;
  if (file === "contract.ts") return `packages/contracts/src/${name}.ts`;
  if (file === "values.yaml") return `charts/values/${name}.yaml`;
  return `apps/${name}/${file}`;
};

const capital = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** The text with the name of the service, and with the imports of the place that it goes to. */
const filled = (text: string, name: string): string =>
  text
    .replace(/\n {2}"imports": \{[^}]*\},/, "")
    .replaceAll('"../../contracts/src/', '"./')
    .replaceAll('"#contracts"', '"@caravan/contracts"')
    .replaceAll("sample", name)
    .replaceAll("Sample", capital(name));

const templateFiles = (): string[] =>
  readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(template.length + 1))
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file))
    .sort();

/**
 * What a new service is made of. Nothing is written.
 *
 * @throws Trouble when it cannot have this name
 */
export const planService = (checkout: string, name: string): Plan => {
  requireFreeName(checkout, name);
  const added = templateFiles().flatMap((file): PlannedFile[] => {
    const path = placeOf(file, name);
    return path === undefined
      ? []
      : [{ path, content: filled(readFileSync(join(template, file), "utf8"), name) }];
  });
  const change = (path: string, add: (text: string, name: string) => string): PlannedFile => ({
    path,
    content: add(readFileSync(join(checkout, path), "utf8"), name),
  });
  const contracts = "packages/contracts";
  return {
    ...{ name, added },
    changed: [change(`${contracts}/src/index.ts`, addExport), change(`${contracts}/src/apis.ts`, addApi)],
    generated: [
      ...[`charts/service/routes/${name}.json`, `components/topics/${name}.json`],
      ...[
        `${contracts}/schemas/routes/${name}.json`,
        `${contracts}/schemas/events/${name}.note-published.v1.json`,
      ],
      "pnpm-lock.yaml",
    ],
  };
};
