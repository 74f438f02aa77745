import { expect, it, vi } from "vitest";
import { openRecords } from "./records.ts";

it("records are read page by page, to the last one", async () => {
  const pages: Record<string, { items: never[]; nextCursor?: string }> = {
    first: { items: ["o1", "o2"] as unknown as never[], nextCursor: "second" },
    second: { items: ["o3"] as unknown as never[] },
  };
  const listOrders = vi.fn(async (call?: { query?: { cursor?: string | undefined } }) => {
    const page = pages[call?.query?.cursor ?? "first"];
    if (page === undefined) throw new Error("no such page");
    return page;
  });
  const records = openRecords({ listOrders }, { listShipments: async () => ({ items: [] }) });
  expect(await records.orders()).toEqual(["o1", "o2", "o3"]);
  expect(await records.shipments()).toEqual([]);
  expect(listOrders.mock.calls.map(([call]) => call?.query)).toEqual([
    { limit: "100" },
    { limit: "100", cursor: "second" },
  ]);
});
