import { inventoryStaffRoutes, newId, Problem, WarehouseLevel } from "@caravan/contracts";
import { scopeHeader, subjectHeader } from "@caravan/service-kit";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakeInventory, staffId } from "./testing/fake-inventory.ts";

const stocked = { "CAR-0001": { south: 4, north: 6 }, "CAR-0002": { north: 1 } };
const code = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const path = "/v1/staff/stock/CAR-0001";

describe("staff", () => {
  it("sees the stock of a SKU in each warehouse", async () => {
    const { get } = openFakeInventory(stocked);
    expect(await (await get(path)).json()).toEqual({
      items: [
        { sku: "CAR-0001", warehouse: "north", onHand: 6, reserved: 0, free: 6 },
        { sku: "CAR-0001", warehouse: "south", onHand: 4, reserved: 0, free: 4 },
      ],
    });
    expect(await code(await get("/v1/staff/stock/CAR-0099"))).toEqual([404, "sku-unknown"]);
  });

  it("restocks a warehouse once per key", async () => {
    const { get, post } = openFakeInventory(stocked);
    const arrival = { warehouse: "south", quantity: 5 };
    const first = await post(`${path}/restock`, arrival, "delivery-1");
    expect(v.parse(WarehouseLevel, await first.json())).toMatchObject({ warehouse: "south", onHand: 9 });
    const again = await post(`${path}/restock`, arrival, "delivery-1");
    expect([again.headers.get("idempotency-replayed"), await again.json()]).toMatchObject([
      "true",
      { onHand: 9 },
    ]);
    expect(await code(await post(`${path}/restock`, { ...arrival, quantity: 6 }, "delivery-1"))).toEqual([
      422,
      "idempotency-key-reused",
    ]);
    expect(await (await get("/v1/stock?skus=CAR-0001")).json()).toMatchObject({ items: [{ onHand: 15 }] });
  });

  it("corrects a count, and the ledger holds the actor and the reason", async () => {
    const { get, post } = openFakeInventory(stocked);
    const count = { warehouse: "north", counted: 5, reason: "one was broken" };
    expect((await post(`${path}/count`, count, "count-1")).status).toBe(200);
    const page = v.parse(
      inventoryStaffRoutes.listMovements.success.body,
      await (await get(`${path}/movements?limit=1`)).json(),
    );
    expect(page.items).toMatchObject([
      {
        ...{ reason: "counted", warehouse: "north", onHandDelta: -1 },
        ...{ note: "one was broken", actor: staffId },
      },
    ]);
  });

  it("cannot count below the reserved pieces, nor in an unknown warehouse", async () => {
    const { post } = openFakeInventory(stocked);
    const orderId = newId("ord");
    await post("/v1/reservations", { orderId, lines: [{ sku: "CAR-0001", quantity: 5 }] }, orderId);
    const count = { warehouse: "north", counted: 4, reason: "gone" };
    expect(await code(await post(`${path}/count`, count, "1"))).toEqual([409, "count-below-reserved"]);
    const nowhere = { ...count, warehouse: "moon" };
    expect(await code(await post(`${path}/count`, nowhere, "2"))).toEqual([422, "warehouse-unknown"]);
    expect(await code(await post(`${path}/restock`, { warehouse: "moon", quantity: 1 }, "3"))).toEqual([
      422,
      "warehouse-unknown",
    ]);
  });

  it("reads the ledger newest first, page by page, and it sums to the stock", async () => {
    const { get, post } = openFakeInventory(stocked);
    for (let i = 0; i < 3; i += 1)
      await post(`${path}/restock`, { warehouse: "north", quantity: 1 }, `delivery-${i}`);
    const moves: { id: string; onHandDelta: number }[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const reply: Response = await get(`${path}/movements?limit=2${cursor && `&cursor=${cursor}`}`);
      const page = v.parse(inventoryStaffRoutes.listMovements.success.body, await reply.json());
      moves.push(...page.items);
      cursor = page.nextCursor;
    }
    const ids = moves.map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(moves.reduce((sum, { onHandDelta }) => sum + onHandDelta, 0)).toBe(13);
    expect(await code(await get(`${path}/movements?cursor=WyJhIl0`))).toEqual([400, "cursor-unknown"]);
  });
});

describe.each(Object.values(inventoryStaffRoutes))("$method $path", (route) => {
  it("is for staff only", async () => {
    const { app } = openFakeInventory(stocked);
    const ask = (headers: Record<string, string>) =>
      app.request(route.path.replace(":sku", "CAR-0001"), { method: route.method, headers });
    const shopper = { [subjectHeader]: staffId, [scopeHeader]: "shopper release-manager" };
    expect(await code(await ask({}))).toEqual([401, "sign-in-needed"]);
    expect(await code(await ask(shopper))).toEqual([403, "scope-missing"]);
  });
});
