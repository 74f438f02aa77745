import {
  type CarrierBehaviour,
  CarrierCallback,
  CarrierParcel,
  honestCarrier,
  newId,
} from "@caravan/contracts";
import { hashRequest } from "@caravan/database";
import { openRequestFaults } from "@caravan/partner";
import * as v from "valibot";
import { createApi } from "../app.ts";
import type { Dependencies } from "../dependencies.ts";
import { newTrackingCode } from "../tracking-code.ts";
import { travel } from "../use-cases/travel.ts";
import { fakeParcels } from "./fake-parcels.ts";

export const behaved: CarrierBehaviour = { ...honestCarrier, stationSeconds: 20 };

const apiKey = "key-of-the-sender";

export const asked = {
  reference: "shp_1-1-1",
  recipient: {
    name: "Marker Person",
    street: "Marker Lane 7",
    postalCode: "MK-77777",
    city: "Markertown",
    country: "DE",
  },
  weightGrams: 1200,
  callbackUrl: "https://shop.test/v1/callbacks/carrier",
  isReturn: false,
};

/** The whole app over fakes, with a manual clock. */
export const openFakeCarrier = (behaviour: Partial<CarrierBehaviour> = {}) => {
  const { store, callbacks } = fakeParcels();
  let settings = { ...behaved, ...behaviour };
  let clock = new Date("2026-11-25T12:00:00.000Z");
  const silences: AbortSignal[] = [];
  const dependencies: Dependencies = {
    app: "carrier",
    version: "v1",
    apiKey,
    parcels: store,
    behaviour: {
      get: async () => settings,
      set: async (value) => {
        settings = value;
      },
    },
    faults: openRequestFaults({
      misbehaviour: async () => settings,
      silence: async (caller) => void silences.push(caller),
    }),
    now: () => clock,
    newId,
    newTrackingCode,
    digest: hashRequest,
    count: () => {},
  };
  const api = createApi(dependencies);
  const send = (method: string, path: string, body?: unknown, key = "key") =>
    api.request(path, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const parcelOf = async (reply: Response) => v.parse(CarrierParcel, await reply.json());
  return {
    api,
    callbacks,
    silences,
    send,
    announce: async (change: Partial<typeof asked> = {}) =>
      parcelOf(await send("POST", "/v1/parcels", { ...asked, ...change })),
    look: async (id: string) => parcelOf(await send("GET", `/v1/parcels/${id}`)),
    advance: (trackingCode: string, body: object = {}) =>
      send("POST", `/control/parcels/${trackingCode}/advance`, body),
    set: (change: Partial<CarrierBehaviour>) => send("PUT", "/control/behaviour", { ...behaved, ...change }),
    told: () => callbacks.map(({ body }) => v.parse(CarrierCallback, JSON.parse(body))),
    /** Advances the clock, and moves parcels. */
    async pass(seconds: number) {
      clock = new Date(clock.getTime() + seconds * 1000);
      await travel(dependencies);
    },
  };
};
