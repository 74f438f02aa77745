import { carrierRoutes, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { asked, openFakeCarrier } from "./testing/fake-carrier.ts";

const codeOf = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const kinds = ({ events }: { events: readonly { kind: string }[] }) => events.map(({ kind }) => kind);
const whole = ["collected", "in-transit", "out-for-delivery", "delivered"];

describe("the carrier's API", () => {
  it("requires its key", async () => {
    const { api } = openFakeCarrier();
    for (const { method, path } of Object.values(carrierRoutes)) {
      const headers = { authorization: "Bearer another-key-than-ours" };
      const reply = await api.request(path.replace(/:[a-zA-Z]+/, "x"), { method, headers });
      expect(await codeOf(reply)).toEqual([401, "api-key-unknown"]);
    }
  });

  it("accepts one parcel per reference, and refuses another one under it", async () => {
    const { announce, look, send } = openFakeCarrier();
    const parcel = await announce();
    expect(parcel.trackingCode).toMatch(/^CV[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(await announce()).toEqual(parcel);
    expect(await look(parcel.id)).toEqual(parcel);
    for (const change of [
      { weightGrams: 1 },
      { isReturn: true },
      { recipient: { ...asked.recipient, city: "Elsewhere" } },
    ])
      expect(await codeOf(await send("POST", "/v1/parcels", { ...asked, ...change }))).toEqual([
        409,
        "parcel-differs",
      ]);
    expect((await announce({ reference: "other" })).id).not.toBe(parcel.id);
  });

  it("moves parcels from station to station in time, with a callback for each", async () => {
    const { announce, look, pass, told } = openFakeCarrier();
    const { id, reference } = await announce();
    await pass(19);
    expect(kinds(await look(id))).toEqual([]);
    await pass(1);
    expect(kinds(await look(id))).toEqual(["collected"]);
    for (let i = 0; i < 5; i += 1) await pass(20);
    const { events } = await look(id);
    expect(kinds({ events })).toEqual(whole);
    expect(told()).toEqual(events.map((event) => ({ parcelId: id, reference, event })));
  });

  it("moves all due parcels, in any number", async () => {
    const { announce, pass, told } = openFakeCarrier();
    for (let i = 0; i < 120; i += 1) await announce({ reference: `parcel-${i}` });
    await pass(20);
    expect(told()).toHaveLength(120);
  });

  it("moves a parcel by command, also to a named event, until it has arrived", async () => {
    const { announce, advance, pass, look } = openFakeCarrier({ stationSeconds: 0 });
    const { id, trackingCode } = await announce();
    await pass(86_400);
    expect(kinds(await look(id))).toEqual([]);
    await advance(trackingCode);
    await advance(trackingCode, { kind: "delivery-failed" });
    expect((await advance(trackingCode, { kind: "delivered" })).status).toBe(200);
    expect(kinds(await look(id))).toEqual(["collected", "delivery-failed", "delivered"]);
    expect(await codeOf(await advance(trackingCode))).toEqual([409, "parcel-arrived"]);
    expect(await codeOf(await advance("CV0000000000"))).toEqual([404, "parcel-unknown"]);
  });

  it("starts moving parcels as soon as a speed is set", async () => {
    const { announce, pass, look, set } = openFakeCarrier({ stationSeconds: 0 });
    const { id } = await announce();
    await pass(100);
    await set({ stationSeconds: 5 });
    await pass(0);
    expect(kinds(await look(id))).toEqual(["collected"]);
  });

  it("answers 404 for an unknown parcel", async () => {
    const reply = await openFakeCarrier().send("GET", "/v1/parcels/par_0199b63a-0009-7000-8000-000000000009");
    expect(await codeOf(reply)).toEqual([404, "parcel-unknown"]);
  });

  it("reveals no recipient", async () => {
    const { announce, pass, told, look } = openFakeCarrier({ undeliverableRate: 1 });
    const { id } = await announce();
    for (let i = 0; i < 10; i += 1) await pass(20);
    const text = JSON.stringify([told(), await look(id)]);
    for (const word of Object.values(asked.recipient)) expect(text).not.toContain(`"${word}"`);
    expect(text).not.toMatch(/marker/i);
  });
});

describe("a carrier that misbehaves", () => {
  it("accepts the parcel and does not answer; a repetition returns the same one", async () => {
    const { send, announce, silences } = openFakeCarrier({ timeoutAfterEffectRate: 1 });
    expect(await codeOf(await send("POST", "/v1/parcels", asked))).toEqual([504, "reply-lost"]);
    expect([silences.length, (await announce()).reference]).toEqual([1, asked.reference]);
  });

  it("is unavailable before any effect", async () => {
    const { send, set, announce, told } = openFakeCarrier({ unavailableRate: 1 });
    expect(await codeOf(await send("POST", "/v1/parcels", asked))).toEqual([503, "out-of-order"]);
    await set({});
    expect([kinds(await announce()), told()]).toEqual([[], []]);
  });

  it("returns the current state, also when its callbacks are lost", async () => {
    const { announce, pass, told, look } = openFakeCarrier({ callbackLostRate: 1 });
    const { id } = await announce();
    for (let i = 0; i < 4; i += 1) await pass(20);
    expect([told(), kinds(await look(id))]).toEqual([[], whole]);
  });

  it("sends callbacks twice and late, so that they overtake each other", async () => {
    const { announce, pass, callbacks } = openFakeCarrier({
      ...{ callbackDuplicateRate: 1, callbackDelayRate: 1, callbackDelaySeconds: 600 },
    });
    await announce();
    for (let i = 0; i < 4; i += 1) await pass(20);
    const times = callbacks.map(({ dueAt }) => dueAt.getTime());
    expect(callbacks).toHaveLength(8);
    expect(times).not.toEqual(times.toSorted((a, b) => a - b));
  });

  it("cannot deliver the same parcels in every run with the same seed", async () => {
    const outcomes = async (seed: number) => {
      const { announce, pass, told } = openFakeCarrier({ seed, undeliverableRate: 0.5 });
      for (let i = 0; i < 20; i += 1) await announce({ reference: `parcel-${i}` });
      for (let i = 0; i < 8; i += 1) await pass(20);
      const back = told().filter(({ event }) => event.kind === "returned");
      return new Set(back.map(({ reference }) => reference));
    };
    const first = await outcomes(1);
    expect(first.size).toBeGreaterThan(0);
    expect(first.size).toBeLessThan(20);
    expect(await outcomes(1)).toEqual(first);
    expect(await outcomes(2)).not.toEqual(first);
  });
});
