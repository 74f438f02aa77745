import { bankRoutes, honestBank } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { codeOf, confirmed, intentOf } from "./testing/confirmed-intent.ts";
import { asked, card, openFakeBank } from "./testing/fake-bank.ts";

describe("a bank that misbehaves", () => {
  it("takes the money and does not answer; asked again, it tells", async () => {
    const { act, silences, put, get, id } = await confirmed();
    await put("/control/misbehaviour", { ...honestBank, timeoutAfterEffectRate: 1 });
    expect(await codeOf(await act("capture"))).toEqual([504, "reply-lost"]);
    expect(silences).toHaveLength(1);
    expect(await intentOf(await get(`/v1/intents/${id}`))).toMatchObject({ status: "captured" });
    expect(await intentOf(await act("capture"))).toMatchObject({ capturedCents: 12_345 });
  });

  it("is away before anything happens", async () => {
    const { act, put, get, id } = await confirmed();
    await put("/control/misbehaviour", { ...honestBank, unavailableRate: 1 });
    const reply = await act("capture");
    expect(reply.headers.get("retry-after")).toBe("1");
    expect(await codeOf(reply)).toEqual([503, "out-of-order"]);
    expect(await codeOf(await get(`/v1/intents/${id}`))).toEqual([503, "out-of-order"]);
    await put("/control/misbehaviour", honestBank);
    expect(await intentOf(await get(`/v1/intents/${id}`))).toMatchObject({ status: "authorised" });
  });

  it("loses callbacks, or sends them twice and late", async () => {
    expect((await confirmed({ callbackLostRate: 1 })).told()).toEqual([]);
    const { told, callbacks } = await confirmed({
      callbackDuplicateRate: 1,
      callbackDelayRate: 1,
      callbackDelaySeconds: 60,
    });
    const [first, second] = told();
    expect([told().length, second]).toEqual([2, first]);
    for (const { dueAt, createdAt } of callbacks)
      expect(dueAt.getTime()).toBeGreaterThan(createdAt.getTime());
  });

  it("lets refunds come back later, tells so, and has them on its statement", async () => {
    const { act, put, told, get, id, setClock, work } = await confirmed();
    await act("capture");
    await put("/control/misbehaviour", { ...honestBank, refundFailedRate: 1, refundFailedSeconds: 30 });
    const part = { amountCents: 2345, refundReference: "rfd_1" };
    expect(await intentOf(await act("refunds", part))).toMatchObject({ refundedCents: 2345 });
    await work();
    expect(await intentOf(await get(`/v1/intents/${id}`))).toMatchObject({ refundedCents: 2345 });
    setClock("2026-11-25T12:00:30.000Z");
    for (let i = 0; i < 2; i += 1) await work();
    expect(await intentOf(await get(`/v1/intents/${id}`))).toMatchObject({ refundedCents: 0 });
    expect(await codeOf(await act("refunds", part))).toEqual([409, "refund-failed"]);
    expect(told().slice(2)).toMatchObject([
      { type: "refund.succeeded", refundReference: "rfd_1" },
      { type: "refund.failed", refundReference: "rfd_1", intent: { refundedCents: 0 } },
    ]);
    await put("/control/misbehaviour", honestBank);
    expect(await intentOf(await act("refunds", { ...part, refundReference: "rfd_2" }))).toMatchObject({
      refundedCents: 2345,
    });
    const { lines } = v.parse(
      bankRoutes.getStatement.success.body,
      await (await get("/v1/statements/2026-11-25")).json(),
    );
    expect(lines.slice(2).map((line) => [line.type, line.amountCents, line.refundReference])).toEqual([
      ["refund", -2345, "rfd_1"],
      ["refund-failed", 2345, "rfd_1"],
      ["refund", -2345, "rfd_2"],
    ]);
  });

  it("declines the same payments in every run with the same seed", async () => {
    const outcomes = async (seed: number) => {
      const bank = openFakeBank({ seed, declineRate: 0.5 });
      const statuses: number[] = [];
      for (let i = 0; i < 20; i += 1) {
        const { id } = await intentOf(
          await bank.post("/v1/intents", { ...asked, merchantReference: `pay_${i}` }),
        );
        statuses.push((await bank.submit(id, card("4242424242424242"))).status);
      }
      return statuses;
    };
    const first = await outcomes(1);
    expect(new Set(first)).toEqual(new Set([303, 402]));
    expect(await outcomes(1)).toEqual(first);
    expect(await outcomes(2)).not.toEqual(first);
  });
});
