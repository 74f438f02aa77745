import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { apis } from "./apis.ts";
import { fieldErrors, PromotionTerms, type RouteDefinition, ShopperId, Timestamp } from "./index.ts";

const words = (schema: v.GenericSchema, input: unknown) => {
  const { issues = [] } = v.safeParse(schema, input);
  return fieldErrors(issues, "body").map(({ field, detail }) => `${field} ${detail}`);
};

describe("what is wrong with a value", () => {
  it.each<[string, v.GenericSchema, unknown]>([
    ["body is missing", v.string(), undefined],
    ["body.a is missing", v.strictObject({ a: v.number() }), {}],
    ["body.b is not known here: leave it out", v.strictObject({}), { b: 1 }],
    ["body must be a text", v.string(), 1],
    ["body must be a number", v.number(), "1"],
    ["body must be true or false", v.boolean(), "no"],
    ["body must be a list", v.array(v.string()), {}],
    ["body must be an object with named fields", v.object({}), "x"],
    ['body must be one of "a", "b"', v.picklist(["a", "b"]), "c"],
    ['body must be "yes"', v.literal("yes"), "no"],
    ["body must have at least 1 entries", v.pipe(v.array(v.string()), v.minLength(1)), []],
    ["body must be a time such as 2026-11-28T20:00:00.000Z", Timestamp, "noon"],
    ["body cannot be this value", v.date(), "x"],
    ['body.kind is missing: it must be one of "coupon", "rule"', PromotionTerms, {}],
    ["body must be an id such as gst_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20", ShopperId, "ada"],
  ])("is said for people: %s", (wanted, schema, input) => expect(words(schema, input)).toEqual([wanted]));

  it("is in no contract said in the validator's own words", () => {
    const routes: RouteDefinition[] = Object.values(apis).flatMap((table) => Object.values(table));
    const parts = routes.flatMap(({ body, query, params }) => [body, query, params]);
    const schemas = parts.filter((part) => part !== undefined);
    expect(schemas.length).toBeGreaterThan(50);
    for (const schema of schemas)
      for (const input of [undefined, null, "x", 1, [], {}, { terms: {} }, { lines: [{}], ids: "x", q: 1 }])
        for (const said of words(schema, input)) expect(said).not.toMatch(/Invalid |Expected |received/);
  });
});
