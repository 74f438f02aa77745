import { inventoryRoutes, newId, orderPlaced, Problem, Reservation, StockLevel } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakeInventory } from "./testing/fake-inventory.ts";

const { app, dependencies, subscriptions, post, get, counted } = openFakeInventory({
  "CAR-0001": 10,
  "CAR-0002": 3,
  "CAR-0003": 0,
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
  it("holds the lines for a quarter of an hour and gives the same reservation again", async () => {
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

  it("says which SKU is short, how many were wanted and how many are free", async () => {
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

  it("refuses a SKU it does not keep", async () => {
    expect(await code(await reserve([...one, { sku: "CAR-0099", quantity: 1 }]))).toEqual([
      422,
      "sku-unknown",
    ]);
  });

  it("takes only the order's id as key, so that a key never stands for two requests", async () => {
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
  it("does it once however often it is asked, and refuses the opposite", async () => {
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

describe("stock", () => {
  it("is listed in the order it was asked for, without what is unknown", async () => {
    const body = await (await get("/v1/stock?skus=CAR-0003,CAR-0099,CAR-0002,CAR-0003")).json();
    expect(body).toMatchObject({ items: [{ sku: "CAR-0003" }, { sku: "CAR-0002" }] });
  });

  it("is restocked once per key", async () => {
    const path = "/v1/stock/CAR-0003/restock";
    const first = await post(path, { quantity: 5 }, "delivery-1");
    expect(v.parse(StockLevel, await first.json())).toMatchObject({ onHand: 5 });
    const again = await post(path, { quantity: 5 }, "delivery-1");
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await again.json()).toMatchObject({ onHand: 5 });
    expect(await code(await post(path, { quantity: 6 }, "delivery-1"))).toEqual([
      422,
      "idempotency-key-reused",
    ]);
    expect(await code(await post("/v1/stock/CAR-0099/restock", { quantity: 1 }, "d"))).toEqual([
      404,
      "sku-unknown",
    ]);
  });

  it("has a ledger, newest first, that sums to it", async () => {
    const moves: { id: string; onHandDelta: number; reservedDelta: number }[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const path: string = `/v1/stock/CAR-0001/movements?limit=2${cursor && `&cursor=${cursor}`}`;
      const page = v.parse(inventoryRoutes.listMovements.success.body, await (await get(path)).json());
      moves.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(moves.map(({ id }) => Number(id))).toEqual(
      moves.map(({ id }) => Number(id)).sort((a, b) => b - a),
    );
    const sum = (part: "onHandDelta" | "reservedDelta") =>
      moves.reduce((total, move) => total + move[part], 0);
    expect(await levelOf("CAR-0001")).toMatchObject({
      onHand: sum("onHandDelta"),
      reserved: sum("reservedDelta"),
    });
    expect(await code(await get("/v1/stock/CAR-0001/movements?cursor=WyJhIl0"))).toEqual([
      400,
      "cursor-unknown",
    ]);
  });
});

describe("order.placed", () => {
  const deliver = (data: object, id: string = newId("evt")) =>
    subscriptions.request(`/events/${orderPlaced.topic}`, {
      method: "POST",
      body: JSON.stringify({
        specversion: "1.0",
        id,
        source: "/caravan/order",
        type: orderPlaced.topic,
        data,
      }),
    });
  const placed = (orderId: string, reservationId: string) => ({
    orderId,
    reservationId,
    shopperId: newId("gst"),
    lines: [],
    total: { amountCents: 0, currency: "EUR" },
    placedAt: "2026-11-21T09:30:00.000Z",
  });

  it("takes the reserved pieces out of stock, once for three deliveries", async () => {
    const { id, orderId } = v.parse(Reservation, await (await reserve(one)).json());
    const before = await levelOf("CAR-0001");
    const event = newId("evt");
    for (let i = 0; i < 3; i += 1) expect((await deliver(placed(orderId, id), event)).status).toBe(200);
    expect(await levelOf("CAR-0001")).toMatchObject({ onHand: (before?.onHand ?? 0) - 1 });
    expect(counted.filter((outcome) => outcome === "taken-again")).toEqual([]);
  });

  it("takes an expired hold again while there is stock, and fails visibly when there is none", async () => {
    const last = [{ sku: "CAR-0002", quantity: 2 }];
    const { id, orderId } = v.parse(Reservation, await (await reserve(last)).json());
    await post(`/v1/reservations/${id}/release`, undefined, id);
    const other = v.parse(Reservation, await (await reserve(last)).json());
    expect((await deliver(placed(orderId, id))).status).toBe(500);
    await post(`/v1/reservations/${other.id}/release`, undefined, other.id);
    expect((await deliver(placed(orderId, id))).status).toBe(200);
    expect(counted.at(-1)).toBe("taken-again");
    expect((await dependencies.reservations.find(id))?.status).toBe("committed");
  });

  it("is not applied to the reservation of another order", async () => {
    const { id } = v.parse(Reservation, await (await reserve(one)).json());
    expect((await deliver(placed(newId("ord"), id))).status).toBe(500);
    expect((await dependencies.reservations.find(id))?.status).toBe("held");
  });

  it("goes to the dead letters at once when it is malformed", async () => {
    expect(await (await deliver({ orderId: 1 })).json()).toEqual({ status: "DROP" });
  });

  it("cannot be reached where other pods call", async () => {
    for (const path of [`/events/${orderPlaced.topic}`, "/dapr/subscribe"])
      expect((await app.request(path, { method: "POST", body: "{}" })).status).toBe(404);
  });
});
