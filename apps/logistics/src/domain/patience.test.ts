import { newId } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { heardNothing, mostFailures, mostQuietPolls, putOff, stop } from "./patience.ts";
import { prepare, type Shipment } from "./shipment.ts";
import { announce, cancel, hear, startHandover } from "./steps.ts";

const now = new Date("2026-11-25T09:30:00.000Z");
const step = { now, timing: { dispatchAfterSeconds: 20, pollAfterSeconds: 60 } };
const pauses = { now, pauseSeconds: (failures: number) => failures };
const deliverTo = { name: "Ada", street: "Street 1", postalCode: "10115", city: "Town", country: "DE" };
const handingOver = (parts: Partial<Shipment> = {}): Shipment => {
  const ids = { id: newId("shp"), orderId: newId("ord"), shopperId: newId("gst") };
  const made = prepare({ ...ids, deliverTo, lines: [{ sku: "CAR-0001", quantity: 2 }], now }, step.timing);
  return { ...startHandover(made, { now, leaseSeconds: 60 }).shipment, ...parts };
};
const dispatched = (): Shipment => {
  const shipment = handingOver();
  const taken = shipment.parcels.map(({ reference }) => ({
    reference,
    parcelId: "par_1",
    trackingCode: "CRV1",
    stations: [],
  }));
  return announce(shipment, taken, step).shipment;
};
const secondsUntil = ({ due }: Shipment) => due && (due.at.getTime() - now.getTime()) / 1000;

describe("patience with the carrier", () => {
  it("waits for the given pause after each failure, and ends after a limit", () => {
    let shipment = handingOver();
    const waits: unknown[] = [];
    while (shipment.due !== null) {
      shipment = putOff(shipment, pauses).shipment;
      waits.push(secondsUntil(shipment));
    }
    expect([waits.length, waits.slice(0, 3)]).toEqual([mostFailures, [1, 2, 3]]);
    expect(shipment).toMatchObject({ stopped: "carrier-silent", status: "preparing" });
  });

  it("polls ever less often without news, for at most a month", () => {
    let shipment = dispatched();
    const waits: (number | null)[] = [];
    while (shipment.due !== null) {
      shipment = heardNothing(shipment, step).shipment;
      waits.push(secondsUntil(shipment));
    }
    expect(waits.slice(0, 8)).toEqual([60, 60, 60, 60, 60, 120, 240, 480]);
    expect([waits.length, shipment.stopped]).toEqual([mostQuietPolls, "no-news"]);
    const days = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0) / 86_400;
    expect(days).toBeGreaterThan(21);
    expect(days).toBeLessThan(31);
  });

  it("starts again with the next news", () => {
    const quiet = heardNothing({ ...dispatched(), quietPolls: 50 }, step).shipment;
    const reference = quiet.parcels[0]?.reference ?? "";
    const station = { sequence: 2, kind: "in-transit", place: null, at: now } as const;
    const { shipment } = hear(quiet, [{ reference, station }], step);
    expect([shipment.quietPolls, secondsUntil(shipment)]).toEqual([0, 60]);
  });
});

describe("a shipment that has stopped", () => {
  it("is handed over again on command of staff", () => {
    const { shipment } = stop(handingOver({ failures: 7 }), "carrier-refused:input-invalid");
    expect(shipment.due).toBeNull();
    expect(startHandover(shipment, { now, leaseSeconds: 60 }).shipment).toMatchObject({
      stopped: null,
      failures: 0,
      due: { work: "announce" },
    });
    const quiet = stop(dispatched(), "no-news").shipment;
    expect(startHandover(quiet, { now, leaseSeconds: 60 }).shipment.due).toEqual({ work: "poll", at: now });
  });

  it("can be cancelled when the carrier refused all of it, not when it may have some", () => {
    const refused = stop(handingOver(), "carrier-refused:input-invalid").shipment;
    expect(cancel(refused, step).shipment).toMatchObject({ status: "cancelled", stopped: null, due: null });
    for (const why of ["carrier-conflict:parcel-differs", "carrier-silent"])
      expect(() => cancel(stop(handingOver(), why).shipment, step)).toThrow("shipment-dispatched");
  });

  it("keeps no erased shopper's address", () => {
    expect(stop(handingOver({ forgetting: true }), "carrier-silent").shipment.deliverTo).toBeNull();
  });

  it("resumes with news, unless parcels are still to be announced", () => {
    const hearing = (shipment: Shipment) => {
      const reference = shipment.parcels[0]?.reference ?? "";
      const station = { sequence: 3, kind: "out-for-delivery", place: null, at: now } as const;
      return hear(shipment, [{ reference, station }], step).shipment;
    };
    expect(hearing(stop(dispatched(), "no-news").shipment)).toMatchObject({
      stopped: null,
      due: { work: "poll" },
    });
    expect(hearing(stop(handingOver(), "carrier-silent").shipment)).toMatchObject({
      stopped: "carrier-silent",
      due: null,
    });
  });
});
