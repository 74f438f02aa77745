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
