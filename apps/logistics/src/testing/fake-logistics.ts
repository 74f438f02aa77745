import { type CarrierCallback, newId, Shipment } from "@caravan/contracts";
import { scopeHeader, signBody, subjectHeader } from "@caravan/service-kit";
import * as v from "valibot";
import { createApp, createSubscriptions } from "../app.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Station } from "../domain/parcel.ts";
import { openLabelFonts } from "../labels/fonts.ts";
import { openTracking } from "../tracking/open-tracking.ts";
import { fakeCarrier } from "./fake-carrier.ts";
import { fakeShipments } from "./fake-shipments.ts";

export const callbackSecret = "a secret of the tests, long enough";
export const address = {
  name: "Ada Lovelace",
  street: "St James's Square 12",
  postalCode: "SW1Y 4LB",
  city: "London",
  country: "GB",
};
export const shopper = (id: string) => ({ [subjectHeader]: id, [scopeHeader]: "guest" });
export const staff = { [subjectHeader]: newId("usr"), [scopeHeader]: "shopper staff" };

/** The whole app over fakes, on a Wednesday at half past nine. */
export const openFakeLogistics = (parts: Partial<Dependencies> = {}, mostFollowers = 10) => {
  let now = new Date("2026-11-25T09:30:00.000Z");
  const counted: string[] = [];
  const carrier = fakeCarrier();
  const tracking = openTracking({
    shipments: () => shipments,
    mostFollowers,
    onCount: () => {},
    onFault: (error) => {
      throw error;
    },
  });
  const shipments = fakeShipments((_, { id }) => tracking.wake(id));
  const dependencies: Dependencies = {
    app: "logistics",
    version: "v1",
    shipments,
    carrier,
    tracking,
    labelFonts: openLabelFonts(new URL("../../assets", import.meta.url).pathname),
    callbackSecret,
    timing: { dispatchAfterSeconds: 20, pollAfterSeconds: 60 },
    pauseSeconds: (failures) => 2 ** failures,
    now: () => now,
    newShipmentId: () => newId("shp"),
    countCallback: (result) => void counted.push(result),
    log: { warn: () => {} },
    ...parts,
  };
  const app = createApp(dependencies);
  const post = (path: string, key: string, body?: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const callback = (body: unknown, signature?: string) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return app.request("/v1/callbacks/carrier", {
      method: "POST",
      headers: { "carrier-signature": signature ?? signBody(callbackSecret, text, now) },
      body: text,
    });
  };
  return {
    app,
    carrier,
    counted,
    dependencies,
    shipments,
    tracking,
    /** Each stream gets a sign of life in one of twenty turns. */
    beatAll: () => {
      for (let turn = 0; turn < 20; turn += 1) tracking.beat();
    },
    subscriptions: createSubscriptions(dependencies, { enabled: true }),
    pass: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
    post,
    callback,
    get: (path: string, headers: Record<string, string>) => app.request(path, { headers }),
    create: async (
      shopperId: string,
      lines = [{ sku: "CAR-0001", quantity: 2 }],
      orderId: string = newId("ord"),
    ) => {
      const reply = await post("/v1/shipments", orderId, { orderId, shopperId, deliverTo: address, lines });
      return v.parse(Shipment, await reply.json());
    },
    /** The carrier's callback for an event of a parcel. */
    tell: (reference: string, station: Partial<Station> & Pick<Station, "sequence" | "kind">) => {
      const parcelId = carrier.parcels.get(reference)?.parcelId ?? "par_unknown";
      const { sequence, kind, place = null, at = now } = station;
      const event = { id: `${reference}-${sequence}`, sequence, kind, place, at: at.toISOString() };
      return callback({ parcelId, reference, event } satisfies CarrierCallback);
    },
  };
};
