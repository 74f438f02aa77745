import { newId } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import type { Station } from "./parcel.ts";
import type { Outcome } from "./settle.ts";
import { prepare, type Shipment } from "./shipment.ts";
import { followers } from "./status.ts";
import { announce, cancel, hear, requestReturn, startHandover } from "./steps.ts";

const now = new Date("2026-11-25T09:30:00.000Z");
const step = { now, timing: { dispatchAfterSeconds: 20, pollAfterSeconds: 60 } };
const deliverTo = { name: "Ada", street: "Street 1", postalCode: "1", city: "Town", country: "DE" };
const fresh = (quantity = 2): Shipment =>
  prepare(
    {
      id: newId("shp"),
      orderId: newId("ord"),
      shopperId: newId("gst"),
      deliverTo,
      lines: [{ sku: "CAR-0001", quantity }],
      now,
    },
    step.timing,
  );
const codes = (shipment: Shipment) =>
  shipment.parcels.map(({ reference }, i) => ({
    reference,
    parcelId: `par_${i}`,
    trackingCode: `CODE${i}`,
    stations: [],
  }));
const sent = (quantity = 2): Shipment => {
  const { shipment } = startHandover(fresh(quantity), { now, leaseSeconds: 60 });
  return announce(shipment, codes(shipment), step).shipment;
};
const told = (shipment: Shipment, ...kinds: Station["kind"][]): Outcome =>
  hear(
    shipment,
    shipment.parcels.flatMap(({ reference }) =>
      kinds.map((kind, i) => ({ reference, station: { sequence: 10 + i, kind, place: null, at: now } })),
    ),
    step,
  );
const topics = ({ events }: Outcome) => events.map(({ topic }) => topic);

/** A shipment in each status, and its allowed commands. Any other is refused. */
const cases: readonly [
  Shipment["status"] | "handing over",
  () => Shipment,
  { cancel?: string; return?: string },
][] = [
  ["preparing", fresh, { cancel: "cancelled" }],
  ["handing over", () => startHandover(fresh(), { now, leaseSeconds: 60 }).shipment, {}],
  ["dispatched", sent, {}],
  ["out-for-delivery", () => told(sent(), "out-for-delivery").shipment, {}],
  ["delivery-failed", () => told(sent(), "delivery-failed").shipment, {}],
  ["delivered", () => told(sent(), "delivered").shipment, { return: "returning" }],
  ["cancelled", () => cancel(fresh(), step).shipment, { cancel: "cancelled" }],
  [
    "returning",
    () => requestReturn(told(sent(), "delivered").shipment, step).shipment,
    { return: "returning" },
  ],
  ["returned", () => told(sent(), "returned").shipment, {}],
];

describe.each(cases)("a shipment that is %s", (status, make, may) => {
  it("has that status, and only legal transitions", () => {
    const wanted = status === "handing over" ? "preparing" : status;
    expect(make().status).toBe(wanted);
    expect(Object.keys(followers)).toContain(wanted);
  });
  it(may.cancel === undefined ? "cannot be cancelled" : "can be cancelled", () => {
    const attempt = () => cancel(make(), step).shipment.status;
    if (may.cancel === undefined) expect(attempt).toThrow("shipment-dispatched");
    else expect(attempt()).toBe(may.cancel);
  });
  it(may.return === undefined ? "cannot be returned" : "can be returned", () => {
    const attempt = () => requestReturn(make(), step).shipment.status;
    if (may.return === undefined) expect(attempt).toThrow("shipment-not-delivered");
    else expect(attempt()).toBe(may.return);
  });
});

describe("a shipment", () => {
  it("is dispatched once the carrier has all of its parcels, and published once", () => {
    const { shipment } = startHandover(fresh(30), { now, leaseSeconds: 60 });
    expect(shipment.parcels.length).toBeGreaterThan(1);
    const half = announce(shipment, codes(shipment).slice(1), step);
    expect([half.shipment.status, topics(half)]).toEqual(["preparing", []]);
    const whole = announce(half.shipment, codes(shipment), step);
    expect([whole.shipment.status, topics(whole)]).toEqual(["dispatched", ["shipment.dispatched.v1"]]);
    const again = announce(whole.shipment, codes(shipment), step);
    expect([again.shipment.parcels, topics(again)]).toEqual([whole.shipment.parcels, []]);
  });

  it("is never handed over once it is cancelled", () => {
    const { shipment } = cancel(fresh(), step);
    expect(() => startHandover(shipment, { now, leaseSeconds: 60 })).toThrow("shipment-cancelled");
    expect(shipment.due).toBeNull();
  });

  it("publishes both events when the delivery callback overtook the carrier's reply", () => {
    const { shipment } = startHandover(fresh(), { now, leaseSeconds: 60 });
    const early = told(shipment, "collected", "delivered");
    expect([early.shipment.status, topics(early)]).toEqual(["preparing", []]);
    const late = announce(early.shipment, codes(shipment), step);
    expect(late.shipment.status).toBe("delivered");
    expect(topics(late)).toEqual(["shipment.dispatched.v1", "shipment.delivered.v1"]);
  });

  it("is returned as undeliverable or by the customer, with the reason", () => {
    const back = told(sent(), "delivery-failed", "returning", "returned");
    expect(back.events).toMatchObject([{ topic: "shipment.returned.v1", data: { reason: "undeliverable" } }]);
    const wanted = requestReturn(told(sent(), "delivered").shipment, step);
    expect(wanted.shipment.due).toEqual({ work: "announce", at: now });
    const announced = announce(wanted.shipment, codes(wanted.shipment), step).shipment;
    for (const end of ["delivered", "returned"] as const) {
      const home = told(announced, "collected", end);
      expect(home.events).toMatchObject([
        { topic: "shipment.returned.v1", data: { reason: "customer-return" } },
      ]);
      expect(home.shipment).toMatchObject({ status: "returned", due: null });
    }
  });

  it("keeps an erased shopper's address until the carrier has the parcels, and no longer", () => {
    const { shipment } = startHandover({ ...fresh(), forgetting: true }, { now, leaseSeconds: 60 });
    expect(shipment.deliverTo).toEqual(deliverTo);
    const after = announce(shipment, codes(shipment), step).shipment;
    expect([after.status, after.deliverTo]).toEqual(["dispatched", null]);
    expect(cancel({ ...fresh(), forgetting: true }, step).shipment.deliverTo).toBeNull();
    expect(() => requestReturn({ ...told(sent(), "delivered").shipment, deliverTo: null }, step)).toThrow(
      "address-erased",
    );
  });
});
