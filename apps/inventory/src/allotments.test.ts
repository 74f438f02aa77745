import { Allotment, inventoryRoutes, newId, Problem, Reservation } from "@caravan/contracts";
import * as v from "valibot";
import { expect, it } from "vitest";
import { openFakeInventory } from "./testing/fake-inventory.ts";
import { expireReservations } from "./use-cases/expire-reservations.ts";

const sku = "CAR-0001";
const open = () => openFakeInventory({ [sku]: { north: 6, south: 4 }, "CAR-0002": { north: 3 } });
type Inventory = ReturnType<typeof open>;

const codeOf = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const allot = ({ post }: Inventory, parts: object = {}, saleId: string = newId("sal"), key = saleId) =>
  post("/v1/allotments", { saleId, sku, pieces: 5, holdSeconds: 120, ...parts }, key);
const allotted = async (inventory: Inventory, parts?: object) =>
  v.parse(Allotment, await (await allot(inventory, parts)).json());
const reserve = (
  { post }: Inventory,
  allotmentId: string | undefined,
  quantity = 1,
  orderId: string = newId("ord"),
  ofSku = sku,
) => post("/v1/reservations", { orderId, lines: [{ sku: ofSku, quantity }], allotmentId }, orderId);
const held = async (inventory: Inventory, allotmentId: string | undefined, quantity = 1) =>
  v.parse(Reservation, await (await reserve(inventory, allotmentId, quantity)).json());
const step = ({ post }: Inventory, { id }: { id: string }, word: string) =>
  post(`/v1/reservations/${id}/${word}`, undefined, id);
const close = ({ post }: Inventory, { id }: { id: string }, key = id) =>
  post(`/v1/allotments/${id}/close`, undefined, key);
/** What is left of the allotment, and of the SKU: on hand, reserved, free. */
const figures = async ({ get }: Inventory, { id }: { id: string }) => {
  const { left } = v.parse(Allotment, await (await get(`/v1/allotments/${id}`)).json());
  const { items } = v.parse(
    inventoryRoutes.listStock.success.body,
    await (await get(`/v1/stock?skus=${sku}`)).json(),
  );
  return [left, items[0]?.onHand, items[0]?.reserved, items[0]?.free];
};

it("an allotment takes its pieces out of free stock, once for a sale, and shoppers cannot buy them", async () => {
  const inventory = open();
  const saleId = newId("sal");
  const reply = await allot(inventory, { pieces: 8 }, saleId);
  const allotment = v.parse(Allotment, await reply.json());
  expect([reply.status, allotment]).toMatchObject([201, { saleId, sku, pieces: 8, left: 8, status: "open" }]);
  const again = await allot(inventory, { pieces: 8 }, saleId);
  expect(await (await inventory.get(`/v1/sale-allotments/${saleId}`)).json()).toEqual(allotment);
  expect([again.status, await again.json()]).toEqual([201, allotment]);
  expect(await figures(inventory, allotment)).toEqual([8, 10, 8, 2]);
  expect(await codeOf(await reserve(inventory, undefined, 3))).toEqual([409, "out-of-stock"]);
});

it("an allotment is refused as a whole, with a reason", async () => {
  const inventory = open();
  const short = await allot(inventory, { pieces: 11 });
  expect(await short.json()).toMatchObject({
    code: "out-of-stock",
    errors: [{ field: "pieces", detail: "CAR-0001: 11 wanted, 10 free" }],
  });
  expect(await codeOf(await allot(inventory, { sku: "CAR-0099" }))).toEqual([422, "sku-unknown"]);
  expect(await codeOf(await allot(inventory, {}, newId("sal"), "other"))).toEqual([
    422,
    "idempotency-key-mismatch",
  ]);
  const { id, saleId } = await allotted(inventory);
  for (const other of [{ pieces: 4 }, { holdSeconds: 121 }, { sku: "CAR-0002" }])
    expect(await codeOf(await allot(inventory, other, saleId))).toEqual([409, "allotment-differs"]);
  expect(await figures(inventory, { id })).toEqual([5, 10, 5, 5]);
  const unknown = newId("alm");
  expect(await codeOf(await inventory.get(`/v1/allotments/${unknown}`))).toEqual([404, "allotment-unknown"]);
  expect(await codeOf(await inventory.get(`/v1/sale-allotments/${newId("sal")}`))).toEqual([
    404,
    "allotment-unknown",
  ]);
  expect(await codeOf(await close(inventory, { id: unknown }))).toEqual([404, "allotment-unknown"]);
  expect(await codeOf(await close(inventory, { id }, "other"))).toEqual([422, "idempotency-key-mismatch"]);
});

it("an order of the sale gets pieces of the allotment alone, for the sale's own time, and once", async () => {
  const inventory = open();
  const { id } = await allotted(inventory);
  const orderId = newId("ord");
  const reservation = v.parse(Reservation, await (await reserve(inventory, id, 2, orderId)).json());
  expect(reservation).toMatchObject({ status: "held", lines: [{ sku, quantity: 2 }] });
  expect(reservation.expiresAt).toBe("2026-11-21T09:32:00.000Z");
  expect(await (await reserve(inventory, id, 2, orderId)).json()).toEqual(reservation);
  expect(await codeOf(await reserve(inventory, undefined, 2, orderId))).toEqual([409, "reservation-differs"]);
  expect(await figures(inventory, { id })).toEqual([3, 10, 5, 5]);
  expect(await codeOf(await reserve(inventory, id, 4))).toEqual([409, "out-of-stock"]);
  expect(await codeOf(await reserve(inventory, id, 1, newId("ord"), "CAR-0002"))).toEqual([
    409,
    "allotment-differs",
  ]);
  expect(await codeOf(await reserve(inventory, newId("alm")))).toEqual([404, "allotment-unknown"]);
  await step(inventory, reservation, "commit");
  expect(await figures(inventory, { id })).toEqual([3, 8, 3, 5]);
  await step(inventory, reservation, "return");
  expect(await figures(inventory, { id }), "what was sold goes to free stock").toEqual([3, 10, 3, 7]);
});

it("pieces that were not paid for come back to an open allotment, and are free once it is closed", async () => {
  const inventory = open();
  const { id } = await allotted(inventory);
  const [released, expired] = [await held(inventory, id), await held(inventory, id)];
  const [late, ended] = [await held(inventory, id), await held(inventory, id)];
  await step(inventory, released, "release");
  expect(await figures(inventory, { id })).toEqual([2, 10, 5, 5]);
  await step(inventory, late, "release");
  inventory.pass(2);
  await expireReservations(inventory.dependencies);
  expect(await figures(inventory, { id })).toEqual([5, 10, 5, 5]);
  await step(inventory, expired, "return");
  expect(await figures(inventory, { id }), "an expired hold has no piece").toEqual([5, 10, 5, 5]);
  expect(await codeOf(await step(inventory, released, "commit"))).toEqual([409, "reservation-ended"]);
  const last = await held(inventory, id, 2);
  for (let i = 0; i < 2; i += 1) {
    const reply = await close(inventory, { id });
    expect([reply.status, await reply.json()]).toMatchObject([200, { left: 0, status: "closed", pieces: 5 }]);
  }
  expect(await figures(inventory, { id })).toEqual([0, 10, 2, 8]);
  expect(await codeOf(await reserve(inventory, id))).toEqual([409, "out-of-stock"]);
  await step(inventory, last, "release");
  expect(await figures(inventory, { id })).toEqual([0, 10, 0, 10]);
  await step(inventory, ended, "commit");
  expect(await figures(inventory, { id }), "paid too late, but there is free stock").toEqual([0, 9, 0, 9]);
});

it("a payment that comes too late takes from the allotment first, then from free stock, else it is refused", async () => {
  const inventory = open();
  const { id } = await allotted(inventory, { pieces: 4 });
  const late = [await held(inventory, id, 2), await held(inventory, id, 2)];
  inventory.pass(2);
  await expireReservations(inventory.dependencies);
  const [first, second] = late;
  await step(inventory, first ?? { id: "" }, "commit");
  expect(await figures(inventory, { id })).toEqual([2, 8, 2, 6]);
  await held(inventory, id, 1);
  const again = await step(inventory, second ?? { id: "" }, "commit");
  expect([again.status, await figures(inventory, { id })]).toEqual([200, [1, 6, 2, 4]]);
  const third = await held(inventory, id, 1);
  inventory.pass(2);
  await expireReservations(inventory.dependencies);
  await close(inventory, { id });
  await held(inventory, undefined, 6);
  expect(await codeOf(await step(inventory, third, "commit"))).toEqual([409, "out-of-stock"]);
});

it("an order whose hold ended is told so, also when its late payment had taken pieces from free stock", async () => {
  const inventory = open();
  const { id } = await allotted(inventory);
  const orderId = newId("ord");
  const late = v.parse(Reservation, await (await reserve(inventory, id, 1, orderId)).json());
  inventory.pass(2);
  await expireReservations(inventory.dependencies);
  await close(inventory, { id });
  await step(inventory, late, "commit");
  await step(inventory, late, "return");
  expect(await codeOf(await reserve(inventory, id, 1, orderId))).toEqual([409, "reservation-ended"]);
});
