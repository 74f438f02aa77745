import { expect, test } from "vitest";
import { upTo } from "./pages.ts";

/** A list of 250 numbers, paged like a route. */
const list = async ({ limit, cursor = "0" }: { limit: string; cursor?: string }) => {
  const first = Number(cursor);
  const end = Math.min(250, first + Number(limit));
  const items = Array.from({ length: end - first }, (_, i) => first + i);
  return end < 250 ? { items, nextCursor: String(end) } : { items };
};

test.each([
  [50, true],
  [120, true],
  [250, false],
  [1_000, false],
])("of a list of 250 at most %i items are read, each once", async (limit, isMore) => {
  const wanted = Array.from({ length: Math.min(limit, 250) }, (_, i) => i);
  expect(await upTo(limit, list)).toEqual({ items: wanted, isMore });
});
