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

/** A sidecar that answers every call with this, and remembers what it was asked. */
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
  it("announces as a stranger, under the package's reference, and says where news go", async () => {
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

  it("takes every other answer for unclear", async () => {
    const refusal = new Refusal({ kind: "deadline", code: "deadline-exceeded", detail: "too late" });
    for (const answer of [refusal, new Error("broken"), { ...reply, reference: "another" }]) {
      const { carrier } = answering(answer);
      await expect(carrier.announce(parcel, how)).rejects.toMatchObject({ code: "carrier-unavailable" });
    }
    await expect(answering(refusal).carrier.look("par_1")).rejects.toMatchObject({
      code: "carrier-unavailable",
    });
  });

  it("tells nobody the address when it fails", async () => {
    const { carrier } = answering(new Error("broken"));
    const error = await carrier.announce(parcel, how).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error) + String(error)).not.toContain(address.street);
  });
});
