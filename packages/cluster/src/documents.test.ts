import { expect, test } from "vitest";
import { objectsIn } from "./documents.ts";

test("objects of documents and lists are returned one by one, and empty documents are skipped", () => {
  expect(objectsIn("a: 1\n---\n---\nkind: List\nitems: [{ b: 2 }, { c: 3 }]\n")).toEqual([
    { a: 1 },
    { b: 2 },
    { c: 3 },
  ]);
});

test("invalid YAML is refused, not applied in part", () => {
  expect(() => objectsIn("detail: too large: 12 KiB\ncode: x\n")).toThrow(/mapping/i);
});
