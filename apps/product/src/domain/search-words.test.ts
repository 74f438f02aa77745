import { describe, expect, it } from "vitest";
import { matches, searchText, searchWords } from "./search-words.ts";

const text = searchText({
  name: "Ténéré Tent",
  tagline: "Sheikh's choice, 2-person",
  description: "Straße und Content.",
});

describe("a search", () => {
  it.each([
    "tenere",
    "TÉNÉRÉ",
    "te\u0301ne",
    "strasse",
    "sheikhs",
    "sheikh’s",
    "2-person",
    "person 2",
    "tent",
  ])("finds words whatever their case, accents and punctuation: %s", (query) =>
    expect(matches(text, searchWords(query))).toBe(true),
  );
  it.each(["ent", "tenere kettle", "choices"])("does not find what is not there: %s", (query) =>
    expect(matches(text, searchWords(query))).toBe(false),
  );
  it.each(["", "  ", "%_!?"])("has no words when there are none: %j", (query) =>
    expect(searchWords(query)).toEqual([]),
  );
});
