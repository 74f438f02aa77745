import { newId } from "@caravan/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Station } from "./parcel.ts";
import { asItHappened, shipmentReply, updatesSince } from "./reply.ts";
import { prepare, type Shipment, unannounced } from "./shipment.ts";
import { followers } from "./status.ts";
import { announce, cancel, hear, requestReturn, startHandover } from "./steps.ts";

const start = new Date("2026-11-25T09:30:00.000Z");
const timing = { dispatchAfterSeconds: 20, pollAfterSeconds: 60 };
const id = newId("shp");
const fresh = (quantity: number): Shipment =>
  prepare(
    {
      id,
      orderId: newId("ord"),
      shopperId: newId("gst"),
      deliverTo: { name: "Ada", street: "Street 1", postalCode: "1", city: "Town", country: "DE" },
      lines: [{ sku: "CAR-0001", quantity }],
      now: start,
    },
    timing,
  );
const step = { now: start, timing };
const announceAll = (shipment: Shipment) =>
  announce(
    shipment,
    unannounced(shipment).map(({ reference }) => ({
      reference,
      parcelId: `par-${reference}`,
      trackingCode: reference,
      stations: [],
    })),
    step,
  );

const way = ["collected", "in-transit", "out-for-delivery"] as const;
const trips: readonly Station["kind"][][] = [
  [...way, "delivered"],
  [...way, "delivery-failed", "out-for-delivery", "delivered"],
  [...way, "delivery-failed", "returning", "returned"],
  [...way],
  ["collected"],
];
/** The carrier's events of every parcel, up to a point of one of its routes. */
const story = (shipment: Shipment, chosen: readonly number[]) =>
  shipment.parcels.flatMap(({ reference }, parcel) =>
    (trips[(chosen[parcel] ?? 0) % trips.length] ?? []).map((kind, i) => ({
      reference,
      station: {
        sequence: i + 1,
        kind,
        place: "Depot",
        at: new Date(start.getTime() + (i + 1) * 3_600_000 + parcel),
      },
    })),
  );

describe("tracking", () => {
  it("has the same end and the same events, each once, for any order and repetition of callbacks", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 21 }),
        fc.array(fc.nat({ max: 20 }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.nat({ max: 1000 }), { minLength: 40, maxLength: 40 }),
        fc.nat({ max: 30 }),
        (quantity, chosen, ranks, announcedAfter) => {
          const shipment = startHandover(fresh(quantity), { now: start, leaseSeconds: 60 }).shipment;
          const news = story(shipment, chosen);
          const shuffled = [...news, ...news]
            .map((item, i) => ({ item, rank: ranks[i % ranks.length] ?? 0 }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ item }) => item);
          const inOrder = hear(announceAll(shipment).shipment, news, step).shipment;
          const topics: string[] = [];
          let current = shipment;
          const apply = (outcome: ReturnType<typeof hear>) => {
            if (outcome.shipment.status !== current.status)
              expect(followers[current.status]).toContain(outcome.shipment.status);
            topics.push(...outcome.events.map(({ topic }) => topic));
            current = outcome.shipment;
          };
          for (const [i, item] of shuffled.entries()) {
            if (i === Math.min(announcedAfter, shuffled.length - 1)) apply(announceAll(current));
            apply(hear(current, [item], step));
          }
          expect(current.status).toBe(inOrder.status);
          expect(current.parcels.map(({ reference }) => reference)).toEqual(
            inOrder.parcels.map(({ reference }) => reference),
          );
          expect(current.deliveredAt).toEqual(inOrder.deliveredAt);
          expect(current.returnedAt).toEqual(inOrder.returnedAt);
          expect(shipmentReply(current).estimate).toEqual(shipmentReply(inOrder).estimate);
          const seen = (it: Shipment) =>
            asItHappened(it.tracking).map(({ reference, sequence, kind }) => [reference, sequence, kind]);
          expect(seen(current)).toEqual(seen(inOrder));
          expect(new Set(topics).size).toBe(topics.length);
          expect(topics.includes("shipment.delivered.v1")).toBe(inOrder.status === "delivered");
          expect(topics.includes("shipment.returned.v1")).toBe(inOrder.status === "returned");
        },
      ),
    );
  });

  it("makes only legal transitions, and cancelled and returned are final", () => {
    const kinds = [...way, "delivery-failed", "delivered", "returning", "returned"] as const;
    const command = fc.oneof(
      fc.constantFrom("cancel" as const, "hand over" as const, "announce" as const, "return" as const),
      fc.record({ parcel: fc.nat(5), sequence: fc.nat(9), kind: fc.constantFrom(...kinds) }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(command, { maxLength: 40 }),
        (quantity, commands) => {
          let current = fresh(quantity);
          const topics: string[] = [];
          let handedOver = false;
          for (const one of commands) {
            const before = current;
            try {
              const outcome =
                one === "cancel"
                  ? cancel(current, step)
                  : one === "hand over"
                    ? startHandover(current, { now: start, leaseSeconds: 60 })
                    : one === "announce"
                      ? current.handingOver
                        ? announceAll(current)
                        : { shipment: current, events: [] }
                      : one === "return"
                        ? requestReturn(current, step)
                        : hear(
                            current,
                            current.parcels.slice(one.parcel, one.parcel + 1).map(({ reference }) => ({
                              reference,
                              station: { ...one, place: null, at: start },
                            })),
                            step,
                          );
              current = outcome.shipment;
              topics.push(...outcome.events.map(({ topic }) => topic));
            } catch (error) {
              expect(String(error)).toMatch(/shipment-(dispatched|cancelled|not-delivered)/);
            }
            handedOver ||= current.handingOver;
            if (current.status !== before.status) expect(followers[before.status]).toContain(current.status);
            if (current.status === "cancelled") expect(handedOver).toBe(false);
            // Never stalled: either it has ended, or work is due.
            const ended = ["delivered", "returned", "cancelled"].includes(current.status);
            if (current.stopped !== null) expect(current.status).toBe("delivery-failed");
            expect(current.due === null && current.stopped === null).toBe(
              ended && unannounced(current).length * Number(current.status !== "cancelled") === 0,
            );
          }
          expect(new Set(topics).size).toBe(topics.length);
        },
      ),
    );
  });

  it("sends a package again that came back while the other arrived, so that the shipment ends", () => {
    const sent = announceAll(startHandover(fresh(12), { now: start, leaseSeconds: 60 }).shipment).shipment;
    expect(sent.parcels).toHaveLength(2);
    const mixed = hear(sent, story(sent, [0, 2]), step);
    expect(mixed.events).toEqual([]);
    expect(mixed.shipment.due?.work).toBe("announce");
    const again = announceAll(mixed.shipment).shipment;
    const [last] = again.parcels.slice(2);
    expect(last).toMatchObject({ packageNumber: 2, attempt: 2, isReturn: false });
    const reference = last?.reference ?? "";
    const station = { sequence: 1, kind: "delivered", place: null, at: start } as const;
    const end = hear(again, [{ reference, station }], step);
    expect(end.events.map(({ topic }) => topic)).toEqual(["shipment.delivered.v1"]);
  });

  it("sends a follower the missed events, each under its number, or the current state when there is none", () => {
    const sent = announceAll(startHandover(fresh(1), { now: start, leaseSeconds: 60 }).shipment).shipment;
    const heard = hear(sent, story(sent, [0]), step).shipment;
    expect(updatesSince(heard, 2).map(({ id: number, update }) => [number, update.event?.kind])).toEqual([
      [3, "out-for-delivery"],
      [4, "delivered"],
    ]);
    expect(updatesSince(heard, 4)).toMatchObject([{ id: 4, update: { status: "delivered", event: null } }]);
  });
});
