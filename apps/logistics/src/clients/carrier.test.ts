import { type CarrierParcel, carrierRoutes, Refusal } from "@caravan/contracts";
import { createClient, type Invoke } from "@caravan/dapr";
import { describe, expect, it } from "vitest";
import type { Parcel } from "../domain/parcel.ts";
import { address } from "../testing/fake-logistics.ts";
import { openCarrier } from "./carrier.ts";

const parcel: Parcel = {
  reference: "shp_0199b63a-0009-7000-8000-000000000009-1-1",
  packageNumber: 1,
  attempt: 1,
  isReturn: false,
  parcelId: null,
  trackingCode: null,
};
const reply: CarrierParcel = {
  id: "par_0199b63a-0009-7000-8000-000000000009",
  reference: parcel.reference,
  trackingCode: "CRV000001",
  events: [
    { id: "e1", sequence: 1, kind: "collected", place: "Hamburg", at: "2026-11-25T09:30:00.000Z" },
    { id: "e2", sequence: -1, kind: "delivered", place: null, at: "2026-11-25T09:30:00.000Z" },
  ],
};
const how = { recipient: address, weightGrams: 900 };

/** A sidecar that answers every call with this, and records the calls. */
const answering = (answer: unknown) => {
  const calls: unknown[] = [];
  const invoke = async (...call: unknown[]) => {
    calls.push(call);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  // A stub cannot have the type of every route's reply at once.
  const sidecar = { invoke: invoke as unknown as Invoke };
  const client = createClient(sidecar, "carrier", carrierRoutes, { apiKey: "key" });
  return { calls, carrier: openCarrier(client, "http://gateway/v1/callbacks/carrier") };
};

describe("the carrier's client", () => {
  it("announces with our key, under the package's reference, and with the callback URL", async () => {
    const { calls, carrier } = answering(reply);
    const announced = await carrier.announce(parcel, how);
    expect(announced).toMatchObject({ parcelId: reply.id, trackingCode: "CRV000001" });
    expect(announced.stations.map(({ kind }) => kind)).toEqual(["collected"]);
    const { reference } = parcel;
    expect(calls).toMatchObject([
      [
        "carrier",
        { id: "createParcel" },
        {
          idempotencyKey: reference,
          body: {
            reference,
            recipient: address,
            weightGrams: 900,
            callbackUrl: "http://gateway/v1/callbacks/carrier",
            isReturn: false,
          },
        },
        { apiKey: "key" },
      ],
    ]);
  });

  it.each([
    ["invalid", "input-invalid", "carrier-refused:input-invalid"],
    ["unprocessable", "Odd Code!", "carrier-refused:unknown"],
    ["conflict", "parcel-differs", "carrier-conflict:parcel-differs"],
    ["not-found", "parcel-unknown", "carrier-conflict:parcel-unknown"],
  ] as const)("treats a clear refusal (%s %s) as final", async (kind, code, why) => {
    const { carrier } = answering(new Refusal({ kind, code, detail: "no" }));
    for (const call of [carrier.announce(parcel, how), carrier.look("par_1")])
      await expect(call).rejects.toMatchObject({ kind: "conflict", code: "carrier-refused", why });
  });

  it.each(["too-many", "unauthenticated", "forbidden"] as const)(
    "treats %s as temporary: the call is repeated",
    async (kind) => {
      const { carrier } = answering(new Refusal({ kind, code: "no", detail: "no" }));
      await expect(carrier.announce(parcel, how)).rejects.toMatchObject({ code: "carrier-unavailable" });
    },
  );

  it("bounds its concurrent calls, first come first served", async () => {
    let running = 0;
    let most = 0;
    const client = {
      async createParcel() {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return reply;
      },
      getParcel: async () => Promise.reject(new Error("none")),
    };
    const carrier = openCarrier(client, "http://gateway/", 3);
    await Promise.allSettled([
      carrier.look("par_1"),
      ...Array.from({ length: 20 }, () => carrier.announce(parcel, how)),
    ]);
    expect(most).toBe(3);
  });

  it("treats every other answer as unclear", async () => {
    const refusal = new Refusal({ kind: "deadline", code: "deadline-exceeded", detail: "too late" });
    for (const answer of [refusal, new Error("broken"), { ...reply, reference: "another" }]) {
      const { carrier } = answering(answer);
      await expect(carrier.announce(parcel, how)).rejects.toMatchObject({ code: "carrier-unavailable" });
    }
    await expect(answering(refusal).carrier.look("par_1")).rejects.toMatchObject({
      code: "carrier-unavailable",
    });
  });

  it("keeps the address out of its errors", async () => {
    const { carrier } = answering(new Error("broken"));
    const error = await carrier.announce(parcel, how).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error) + String(error)).not.toContain(address.street);
  });
});
