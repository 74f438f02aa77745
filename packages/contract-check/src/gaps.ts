import { isDeepStrictEqual } from "node:util";
import type { JsonSchema } from "./json-schema.ts";

/** A reason why a value that is valid for one schema may be invalid for another. */
export interface Gap {
  /** Dotted path to the place, such as `data.lines[].sku`. */
  path: string;
  /** The difference, such as `maximum` or `presence`. */
  what: string;
  from: string;
  to: string;
}

/** Which of the two schemas is the released one: a field of it must not be removed, even an optional one. */
export type Older = "from" | "to";

const lowerBounds = ["minimum", "exclusiveMinimum", "minLength", "minItems"];
const upperBounds = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"];
const annotations = ["$schema", "$id", "title", "description", "examples"];
const structure = [
  "type",
  "enum",
  "const",
  "anyOf",
  "properties",
  "required",
  "additionalProperties",
  "items",
];
const understood = new Set([...lowerBounds, ...upperBounds, ...annotations, ...structure]);

/** Why a value that fits `from` may not fit `to`; empty when every such value does. */
export const gaps = (from: JsonSchema, to: JsonSchema, older: Older, path: string): Gap[] => {
  if (from.anyOf) return from.anyOf.flatMap((choice) => gaps(choice, to, older, path));
  if (Array.isArray(from.type)) return from.type.flatMap((type) => gaps({ ...from, type }, to, older, path));
  if (to.anyOf) return nearest(to.anyOf.map((choice) => gaps(from, choice, older, path)));
  const gap = (what: string, left: unknown, right: unknown): Gap[] => [
    { path, what, from: show(left), to: show(right) },
  ];
  const values = valuesOf(from);
  const allowed = valuesOf(to);
  if (allowed) {
    const same = values?.every((value) => allowed.some((other) => isDeepStrictEqual(value, other)));
    return same ? [] : gap("values", values ?? from.type, allowed);
  }
  if (!fitsType(from, to)) return gap("type", values ?? from.type, to.type);
  return [
    ...bounds(from, to, gap),
    ...objectGaps(from, to, older, path),
    ...(to.items ? gaps(from.items ?? {}, to.items, older, `${path}[]`) : []),
  ];
};

type MakeGap = (what: string, left: unknown, right: unknown) => Gap[];

/** Limits must not be tighter; unknown keywords must not differ. */
const bounds = (from: JsonSchema, to: JsonSchema, gap: MakeGap): Gap[] => {
  return Object.keys({ ...from, ...to }).flatMap((keyword) => {
    const [left, right] = [from[keyword], to[keyword]];
    if (!understood.has(keyword))
      // A removed pattern accepts every value; any other change, such as of a default, changes the meaning of a value.
      return isDeepStrictEqual(left, right) || (right === undefined && loosened.has(keyword))
        ? []
        : gap(keyword, left, right);
    if (typeof right !== "number" || valuesOf(from)) return [];
    if (right === 0 && counts.has(keyword)) return []; // no length is below 0
    const tighter = lowerBounds.includes(keyword)
      ? !(typeof left === "number" && left >= right)
      : upperBounds.includes(keyword) && !(typeof left === "number" && left <= right);
    return tighter ? gap(keyword, left, right) : [];
  });
};

const counts = new Set(["minLength", "minItems"]);
const loosened = new Set(["pattern", "format", "multipleOf", "uniqueItems"]);

const objectGaps = (from: JsonSchema, to: JsonSchema, older: Older, path: string): Gap[] => {
  const [left, right] = [from.properties ?? {}, to.properties ?? {}];
  const presence = ({ properties, required }: JsonSchema, name: string) =>
    required?.includes(name) ? "required" : properties?.[name] ? "optional" : "absent";
  return Object.keys({ ...left, ...right })
    .flatMap((name): Gap[] => {
      const [there, here] = [presence(from, name), presence(to, name)];
      const inside = `${path}.${name}`;
      const goes = older === "from" ? here === "absent" : there === "absent";
      const demanded = here === "required" && there !== "required";
      const unwelcome = here === "absent" && to.additionalProperties === false;
      if (demanded || unwelcome || goes) return [{ path: inside, what: "presence", from: there, to: here }];
      if (there === "absent" || here === "absent") return []; // new and optional
      return gaps(left[name] ?? {}, right[name] ?? {}, older, inside);
    })
    .concat(openness(from, to, older, path));
};

/** The rule for fields without a name in the schema. */
const openness = (from: JsonSchema, to: JsonSchema, older: Older, path: string): Gap[] => {
  const [left, right] = [from.additionalProperties ?? true, to.additionalProperties ?? true];
  if (right === true || left === false || !from.properties) return [];
  if (typeof left === "object" && typeof right === "object") return gaps(left, right, older, `${path}.*`);
  return [{ path, what: "other fields", from: show(left), to: show(right) }];
};

const valuesOf = (schema: JsonSchema): unknown[] | undefined =>
  schema.enum ?? ("const" in schema ? [schema.const] : undefined);

const fitsType = (from: JsonSchema, to: JsonSchema): boolean => {
  if (to.type === undefined) return true;
  const wanted = [to.type].flat();
  const types = valuesOf(from)?.map(typeOf) ?? [from.type ?? "anything"].flat();
  return types.every((type) => wanted.includes(type) || (type === "integer" && wanted.includes("number")));
};

const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
};

/** Of several choices none of which accepts everything: the closest one. */
const nearest = (choices: Gap[][]): Gap[] =>
  choices.reduce((best, found) => (found.length < best.length ? found : best), choices[0] ?? []);

const show = (value: unknown): string =>
  value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
