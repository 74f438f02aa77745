import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as contracts from "./index.ts";
import {
  BankCallback,
  CarrierCallback,
  type RouteDefinition,
  SearchWords,
  Text,
  ToldText,
  wellFormed,
} from "./index.ts";

/** The parts of a schema, in valibot's representation. */
interface Node {
  readonly type?: string;
  readonly kind?: string;
  readonly [part: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** Every string schema in a schema, with the path to it. */
const strings = (schema: unknown, path: string): [string, Node][] => {
  if (!isNode(schema)) return [];
  if (schema.type === "string" && schema.kind === "schema") return [[path, schema]];
  const { entries, item, options, wrapped, items, key, value, pipe } = schema;
  return [
    ...(isNode(entries)
      ? Object.entries(entries).flatMap(([name, entry]) => strings(entry, `${path}.${name}`))
      : []),
    ...[item, wrapped, key, value].flatMap((inner) => strings(inner, path)),
    ...[options, items, pipe]
      .filter(Array.isArray)
      .flat()
      .flatMap((inner: unknown) => (inner === schema ? [] : strings(inner, path))),
  ];
};

const isRoute = (value: unknown): value is RouteDefinition =>
  isNode(value) && "method" in value && "success" in value;
const routes = Object.values<unknown>(contracts).filter(isNode).flatMap(Object.values).filter(isRoute);
const inputs = [
  ...routes.flatMap((route) =>
    (["params", "query", "body"] as const).flatMap((part) => strings(route[part], `${route.id} ${part}`)),
  ),
  ...strings(BankCallback, "callback of the bank"),
  ...strings(CarrierCallback, "callback of the carrier"),
];

/** A text that has no UTF-8 encoding. `typed` is there so that lengths and patterns can fit. */
const damaged = ["", "a", "https://shop.example/", "ada@example.com", "CAR-0001", "1"].flatMap((typed) =>
  ["\ud800", "\udc00x"].flatMap((half) => [typed + half, half + typed, (typed + half).padEnd(24, "a")]),
);

/** Texts of partners are cleaned, not refused; see below. */
const isTold = (path: string): boolean =>
  /callback of .*(place|declineReason|confirmationUrl|currency)/.test(path);

describe("every text that a contract accepts", () => {
  it("is found by this test", () => {
    expect(routes.length).toBeGreaterThan(60);
    expect(inputs.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        "signUp body.name",
        "placeOrder body.deliverTo.city",
        "correctCount body.reason",
      ]),
    );
  });
  it.each(inputs.filter(([path]) => !isTold(path)))("%s refuses a lone surrogate", (_, schema) => {
    expect(partsOf(schema).some((part) => part === wellFormed || isPattern(part))).toBe(true);
    for (const text of damaged) expect(v.is(schema as unknown as v.GenericSchema, text), text).toBe(false);
  });
});

/** The steps of a schema, those of the schemas that it is made of included. */
const partsOf = (schema: Node): unknown[] =>
  (Array.isArray(schema.pipe) ? schema.pipe : []).flatMap((part: unknown) =>
    isNode(part) && part !== schema && Array.isArray(part.pipe) ? partsOf(part) : [part],
  );
const isPattern = (part: unknown): boolean => isNode(part) && part.requirement instanceof RegExp;

describe("a line of text", () => {
  const Line = Text(12);
  const read = (text: string) => v.safeParse(Line, text);
  it("is composed and trimmed", () => {
    expect(read("  Zoe\u0308 \n")).toMatchObject({ output: "Zoë" });
  });
  it.each(["", " \t", "a\u0000b", "a\u0085b", "a\nb", "a\u2028b", "x".repeat(13), "\ud83d"])(
    "%j is refused",
    (text) => {
      expect(read(text).success).toBe(false);
    },
  );
  it.each([
    ...["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"],
    ...[
      "\u200b",
      "\u200e",
      "\u200f",
      "\u061c",
      "\u00ad",
      "\u2060",
      "\ufeff",
      "\u3164",
      "\u2800",
      "\u{e0041}",
    ],
  ])("%j between other characters is refused by its code point, since it disguises a name", (unseen) => {
    const code = unseen.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    expect(read(`Ada${unseen}Bob`)).toMatchObject({
      success: false,
      issues: [{ message: expect.stringContaining(`U+${code}`) }],
    });
  });
  it.each(["\u200d", "\u200c\u200d", "\ufe0f", "\u200d \u200c"])(
    "%j alone is invisible and refused",
    (text) => {
      expect(read(text).success).toBe(false);
    },
  );
  it.each([
    "李小明",
    "Ελλάδα",
    "عُمان",
    "\u{20bb7}野家",
    "👨‍👩‍👧",
    "می‌خواهم",
    "क्\u200dष",
    "❤\ufe0f",
    "葛\u{e0100}城",
  ])("%s is accepted unchanged", (text) => {
    expect(read(text)).toMatchObject({ success: true, output: text });
  });
  it("parses to itself, for any input", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 16 }), (text) => {
        const first = read(text);
        if (first.success) expect(v.parse(Line, first.output)).toBe(first.output);
      }),
    );
  });
});

it("search words lose invisible characters, and are not refused for them", () => {
  expect(v.parse(SearchWords(20), " wool\u00adsocks \u200b")).toBe("woolsocks");
  expect(v.is(SearchWords(5), "tents!")).toBe(false);
});

describe("a text of a partner", () => {
  it("is stored as far as possible, and never refused", () => {
    expect(v.parse(ToldText(10), " card\n\ud800 dec\u202elined for good ")).toBe("card � dec");
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
        (text) => {
          const kept = v.parse(ToldText(10), text);
          expect(kept.isWellFormed() && [...kept].length <= 10).toBe(true);
        },
      ),
    );
  });
});
