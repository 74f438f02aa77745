import * as v from "valibot";
import { expect, test } from "vitest";
import { compareContracts } from "./compare.ts";
import { currentContracts } from "./documents.ts";
import { publishedFolder, readContracts } from "./folder.ts";

test("the published schemas equal the contracts (else: ./caravan contracts publish)", async () => {
  expect(await readContracts(publishedFolder)).toEqual(currentContracts());
});

test("no change breaks clients of the last release, except those accepted with a reason", async () => {
  expect((await compareContracts()).faults).toEqual([]);
});

test("every event and every table of routes is published", () => {
  const { events, services } = currentContracts();
  expect(Object.keys(events)).toContain("order.confirmed.v1");
  expect(Object.keys(services).sort()).toEqual(
    expect.arrayContaining([
      "bank",
      "carrier",
      "inventory",
      "logistics",
      "order",
      "payment",
      "product",
      "user",
    ]),
  );
  expect(services.order).toHaveProperty("refundOrder");
});

/** Node refuses more in all header fields, with the request's line. The rest is for what Envoys and daprd add. */
const mostBytes = 14_000;
const Query = v.object({
  properties: v.record(v.string(), v.object({ maxLength: v.optional(v.number(), 64) })),
});

test("no query is longer than a server reads, also with each character of it percent-encoded", () => {
  const operations = Object.values(currentContracts().services).flatMap((routes) => Object.values(routes));
  const bytesOf = (query: unknown) =>
    Object.values(v.parse(Query, query).properties).reduce((sum, { maxLength }) => sum + 12 * maxLength, 0);
  const queries = operations.filter(({ query }) => query !== undefined);
  expect(queries.length).toBeGreaterThan(10);
  expect(queries.filter(({ query }) => bytesOf(query) > mostBytes).map(({ path }) => path)).toEqual([]);
});
