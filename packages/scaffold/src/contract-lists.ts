/** Puts a line where it belongs among those of its kind, which are sorted by what `keyOf` finds in them. */
const insertSorted = (text: string, line: string, keyOf: RegExp): string => {
  const key = keyOf.exec(line)?.[1] ?? "";
  const lines = text.split("\n");
  const found = lines.map((one) => keyOf.exec(one)?.[1]);
  const after = found.findIndex((one) => one !== undefined && one > key);
  const last = found.findLastIndex((one) => one !== undefined);
  if (last < 0) throw new Error(`there is no line like ${line.trim()}`);
  return lines.toSpliced(after < 0 ? last + 1 : after, 0, line).join("\n");
};

/** `packages/contracts/src/index.ts` with the contract of a service. */
export const addExport = (text: string, name: string): string =>
  insertSorted(text, `export * from "./${name}.ts";`, /^export \* from "\.\/(.+)\.ts";$/);

/** `packages/contracts/src/apis.ts` with the routes of a service. */
export const addApi = (text: string, name: string): string =>
  insertSorted(
    insertSorted(text, `import { ${name}Routes } from "./${name}.ts";`, /^import .* from "\.\/(.+)\.ts";$/),
    `  ${name}: ${name}Routes,`,
    /^ {2}([a-z]+): .*Routes.*,$/,
  );
