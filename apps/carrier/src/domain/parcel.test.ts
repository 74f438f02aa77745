import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Kind, move, nextKind, type Parcel } from "./parcel.ts";

const announced: Parcel = {
  id: "par_1",
  reference: "shp_1-1-1",
  trackingCode: "CV0123456789",
  requestHash: "hash",
  callbackUrl: "https://shop.test/",
  isReturn: false,
  isUndeliverable: false,
  sequence: 0,
  lastKind: null,
  failedDeliveries: 0,
  hasArrived: false,
  movedAt: new Date(0),
};
const journey = (change: Partial<Parcel>, named: readonly (Kind | undefined)[] = []) => {
  let parcel: Parcel = { ...announced, ...change };
  const kinds: Kind[] = [];
  for (let i = 0; nextKind(parcel) !== undefined; i += 1) {
    const moved = move(parcel, { eventId: `cev_${i}`, at: new Date(i), kind: named[i] });
    expect(moved.event.sequence).toBe(i + 1);
    kinds.push(moved.event.kind);
    parcel = moved.parcel;
  }
  return { kinds, parcel };
};
const out = ["collected", "in-transit", "out-for-delivery"];

describe("a parcel", () => {
  it.each<[string, Partial<Parcel>, string[]]>([
    ["arrives", {}, [...out, "delivered"]],
    [
      "that cannot be delivered goes back after two attempts",
      { isUndeliverable: true },
      [...out, "delivery-failed", "out-for-delivery", "delivery-failed", "returning", "returned"],
    ],
    ["that is a return goes back to the sender", { isReturn: true }, ["collected", "in-transit", "returned"]],
  ])("%s", (_, change, kinds) => {
    expect(journey(change).kinds).toEqual(kinds);
  });

  it("accepts a named event, and continues from there", () => {
    expect(journey({}, ["out-for-delivery", "delivery-failed"]).kinds).toEqual([
      "out-for-delivery",
      "delivery-failed",
      "out-for-delivery",
      "delivered",
    ]);
  });

  it("always arrives, for any sequence of commands, and then does not move any more", () => {
    const kind = fc.constantFrom<(Kind | undefined)[]>(
      undefined,
      ...(["collected", "in-transit", "out-for-delivery", "delivery-failed", "returning"] as const),
    );
    fc.assert(
      fc.property(fc.array(kind), fc.boolean(), fc.boolean(), (named, isReturn, isUndeliverable) => {
        const { parcel } = journey({ isReturn, isUndeliverable }, named);
        expect(parcel.hasArrived).toBe(true);
        expect(() => move(parcel, { eventId: "cev", at: new Date() })).toThrow("parcel-arrived");
        expect(() => move(parcel, { eventId: "cev", at: new Date(), kind: "collected" })).toThrow(
          "parcel-arrived",
        );
      }),
    );
  });
});
