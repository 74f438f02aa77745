import { inventoryRoutes, newId, Problem, Reservation } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakeInventory } from "./testing/fake-inventory.ts";
import { expireReservations } from "./use-cases/expire-reservations.ts";

const { post, get, counted, pass, dependencies } = openFakeInventory({
  "CAR-0001": { north: 6, south: 4 },
  "CAR-0002": { north: 1, south: 2 },
  "CAR-0003": { north: 0 },
});
const code = async (reply: Response) => {
  const problem = v.parse(Problem, await reply.json());
  return [reply.status, problem.code];
};
const reserve = (lines: { sku: string; quantity: number }[], orderId: string = newId("ord"), key = orderId) =>
  post("/v1/reservations", { orderId, lines }, key);
const one = [{ sku: "CAR-0001", quantity: 1 }];
const levelOf = async (sku: string) => {
  const body = await (await get(`/v1/stock?skus=${sku}`)).json();
  return v.parse(inventoryRoutes.listStock.success.body, body).items[0];
};

describe("POST /v1/reservations", () => {
  it("holds the lines for a quarter of an hour and returns the same reservation to a repetition", async () => {
    const orderId = newId("ord");
    const lines = [
      { sku: "CAR-0002", quantity: 1 },
      { sku: "CAR-0001", quantity: 2 },
    ];
    const reply = await reserve(lines, orderId);
    expect(reply.status).toBe(201);
    const reservation = v.parse(Reservation, await reply.json());
    expect(reservation).toMatchObject({ orderId, status: "held", lines: lines.toReversed() });
    expect(reservation.expiresAt).toBe("2026-11-21T09:45:00.000Z");
    expect(await levelOf("CAR-0001")).toEqual({ sku: "CAR-0001", onHand: 10, reserved: 2, free: 8 });
    const again = await reserve(lines.toReversed(), orderId);
    expect([again.status, await again.json()]).toEqual([201, reservation]);
    expect(await code(await reserve(one, orderId))).toEqual([409, "reservation-differs"]);
  });

  it("names the short SKUs, with the pieces wanted and free", async () => {
    const reply = await reserve([...one, { sku: "CAR-0002", quantity: 9 }, { sku: "CAR-0003", quantity: 1 }]);
    expect(reply.status).toBe(409);
    expect(await reply.json()).toMatchObject({
      code: "out-of-stock",
      detail: "Not enough stock. CAR-0002: 9 pieces wanted, 2 free; CAR-0003: 1 piece wanted, 0 free.",
      errors: [
        { field: "lines.1.quantity", detail: "CAR-0002: 9 wanted, 2 free" },
        { field: "lines.2.quantity", detail: "CAR-0003: 1 wanted, 0 free" },
      ],
    });
  });

  it("refuses an unknown SKU", async () => {
    expect(await code(await reserve([...one, { sku: "CAR-0099", quantity: 1 }]))).toEqual([
      422,
      "sku-unknown",
    ]);
  });

  it("accepts only the order's id as key, so that a key never identifies two requests", async () => {
    expect(await code(await reserve(one, newId("ord"), "another-key"))).toEqual([
      422,
      "idempotency-key-mismatch",
    ]);
  });

  it("refuses an order whose reservation has ended", async () => {
    const orderId = newId("ord");
    const { id } = v.parse(Reservation, await (await reserve(one, orderId)).json());
    await post(`/v1/reservations/${id}/release`, undefined, id);
    expect(await code(await reserve(one, orderId))).toEqual([409, "reservation-ended"]);
  });
});

describe.each([
  { step: "commit", status: "committed", onHand: -1, opposite: "release" },
  { step: "release", status: "released", onHand: 0, opposite: "commit" },
])("POST /v1/reservations/:reservationId/$step", ({ step, status, onHand, opposite }) => {
  it("is done once for any number of requests, and refuses the opposite", async () => {
    const before = await levelOf("CAR-0001");
    const { id } = v.parse(Reservation, await (await reserve(one)).json());
    for (let i = 0; i < 2; i += 1) {
      const reply = await post(`/v1/reservations/${id}/${step}`, undefined, id);
      expect([reply.status, v.parse(Reservation, await reply.json()).status]).toEqual([200, status]);
    }
    expect(await levelOf("CAR-0001")).toMatchObject({
      onHand: (before?.onHand ?? 0) + onHand,
      reserved: before?.reserved,
    });
    expect(await code(await post(`/v1/reservations/${id}/${opposite}`, undefined, id))).toEqual([
      409,
      "reservation-ended",
    ]);
    expect(await (await get(`/v1/reservations/${id}`)).json()).toMatchObject({ id, status });
  });

  it("refuses a reservation that does not exist, and any other key", async () => {
    const id = newId("rsv");
    expect(await code(await post(`/v1/reservations/${id}/${step}`, undefined, id))).toEqual([
      404,
      "reservation-unknown",
    ]);
    expect(await code(await post(`/v1/reservations/${id}/${step}`, undefined, "other"))).toEqual([
      422,
      "idempotency-key-mismatch",
    ]);
  });
});

const step = (id: string, word: string) => post(`/v1/reservations/${id}/${word}`, undefined, id);
const made = async (lines = one) => v.parse(Reservation, await (await reserve(lines)).json());
const statusAfter = async (reply: Response) => v.parse(Reservation, await reply.json()).status;

describe("POST /v1/reservations/:reservationId/return", () => {
  it("restocks sold pieces once, and gives the same answer to a repetition", async () => {
    const before = await levelOf("CAR-0001");
    const { id } = await made([{ sku: "CAR-0001", quantity: 5 }]);
    await step(id, "commit");
    for (let i = 0; i < 2; i += 1) expect(await statusAfter(await step(id, "return"))).toBe("returned");
    expect(await levelOf("CAR-0001")).toEqual(before);
    expect(counted.filter((outcome) => outcome === "returned")).toHaveLength(1);
    expect(await code(await step(id, "commit"))).toEqual([409, "reservation-ended"]);
  });

  it("releases pieces that were only held", async () => {
    const { id } = await made();
    for (let i = 0; i < 2; i += 1) expect(await statusAfter(await step(id, "return"))).toBe("released");
    expect(await statusAfter(await step(id, "release"))).toBe("released");
  });

  it("prevents a late commit, also when the hold had expired", async () => {
    const before = await levelOf("CAR-0001");
    const { id } = await made();
    pass(15); // and with it the holds of the tests before
    await expireReservations(dependencies);
    expect(await statusAfter(await step(id, "return"))).toBe("released");
    expect(await code(await step(id, "commit"))).toEqual([409, "reservation-ended"]);
    expect(await levelOf("CAR-0001")).toMatchObject({ onHand: before?.onHand, reserved: 0 });
  });

  it("accepts only the reservation's id as key", async () => {
    const reply = await post(`/v1/reservations/${newId("rsv")}/return`, undefined, "other");
    expect(await code(reply)).toEqual([422, "idempotency-key-mismatch"]);
    expect(await code(await step(newId("rsv"), "return"))).toEqual([404, "reservation-unknown"]);
  });
});

describe("a payment that comes after the hold has expired", () => {
  it("holds the pieces again while they are free, and is refused as out-of-stock when they are not", async () => {
    const last = [{ sku: "CAR-0002", quantity: 3 }];
    const { id } = await made(last);
    pass(15);
    await expireReservations(dependencies);
    const other = await made(last);
    const reply = await step(id, "commit");
    expect([reply.status, await reply.json()]).toMatchObject([
      409,
      { code: "out-of-stock", detail: "Not enough stock. CAR-0002: 3 pieces wanted, 0 free." },
    ]);
    await step(other.id, "release");
    expect(await statusAfter(await step(id, "commit"))).toBe("committed");
    expect(counted.at(-1)).toBe("taken-again");
    expect(await levelOf("CAR-0002")).toMatchObject({ onHand: 0, reserved: 0 });
  });
});

it("stock is listed over all warehouses, in the requested order, without unknown SKUs", async () => {
  const { get } = openFakeInventory({ "CAR-0002": { north: 1, south: 2 }, "CAR-0003": { north: 0 } });
  const body = await (await get("/v1/stock?skus=CAR-0003,CAR-0099,CAR-0002,CAR-0003")).json();
  expect(body).toEqual({
    items: [
      { sku: "CAR-0003", onHand: 0, reserved: 0, free: 0 },
      { sku: "CAR-0002", onHand: 3, reserved: 0, free: 3 },
    ],
  });
});
