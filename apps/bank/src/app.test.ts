import { BankIntent, bankRoutes, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { asked, behaved, card, openFakeBank } from "./testing/fake-bank.ts";

const intentOf = async (reply: Response) => v.parse(BankIntent, await reply.json());
const codeOf = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];

/** A bank with one intent that the shopper has confirmed. */
const confirmed = async (misbehaviour = {}) => {
  const bank = openFakeBank(misbehaviour);
  const { id } = await intentOf(await bank.post("/v1/intents", asked));
  await bank.submit(id, card("4242424242424242"));
  return {
    ...bank,
    id,
    act: (what: string, body?: unknown, key = what) => bank.post(`/v1/intents/${id}/${what}`, body, key),
  };
};

describe("the bank's API", () => {
  it("is for those who have its key", async () => {
    const { api } = openFakeBank();
    for (const authorization of ["", "Bearer another-key-than-ours"])
      for (const { method, path } of Object.values(bankRoutes)) {
        const reply = await api.request(path.replace(/:[a-zA-Z]+/, "x"), {
          method,
          headers: { authorization },
        });
        expect(await codeOf(reply)).toEqual([401, "api-key-unknown"]);
      }
  });

  it("begins one payment per reference, and refuses another amount under it", async () => {
    const { post, get } = openFakeBank();
    const reply = await post("/v1/intents", asked);
    const intent = await intentOf(reply);
    expect([reply.status, intent.status]).toEqual([201, "created"]);
    expect(intent.confirmationUrl).toBe(`https://bank.test/pay/${intent.id}`);
    expect(await intentOf(await post("/v1/intents", asked, "other-key"))).toEqual(intent);
    const other = { ...asked, amountCents: 1 };
    expect(await codeOf(await post("/v1/intents", other))).toEqual([409, "intent-differs"]);
    expect(await intentOf(await get(`/v1/intents/${intent.id}`))).toEqual(intent);
    expect(await (await get("/v1/intents?merchantReference=pay_1")).json()).toEqual({ items: [intent] });
    expect(await (await get("/v1/intents?merchantReference=pay_2")).json()).toEqual({ items: [] });
  });

  it("leads back to where the merchant wants the shopper now, as long as nothing is decided", async () => {
    const { post, submit } = openFakeBank();
    const { id } = await intentOf(await post("/v1/intents", asked));
    const returnUrl = "https://shop.test/elsewhere";
    for (let i = 0; i < 2; i += 1)
      expect((await intentOf(await post("/v1/intents", { ...asked, returnUrl }))).id).toBe(id);
    expect((await submit(id, card("4242424242424242"))).headers.get("location")).toBe(returnUrl);
    await post("/v1/intents", asked);
    expect((await submit(id, { action: "cancel" })).headers.get("location")).toBe(returnUrl);
  });

  it("takes only web addresses, since a browser is sent there", async () => {
    const { post } = openFakeBank();
    for (const returnUrl of ["javascript:alert(1)", "https://shop.test/\r\nset-cookie:a=b", "/orders"])
      expect(await codeOf(await post("/v1/intents", { ...asked, returnUrl }))).toEqual([
        400,
        "input-invalid",
      ]);
  });

  it("captures, refunds in parts, and tells the merchant of each", async () => {
    const { act, told, get } = await confirmed();
    for (let i = 0; i < 2; i += 1)
      expect(await intentOf(await act("capture"))).toMatchObject({
        status: "captured",
        capturedCents: 12_345,
      });
    const part = { amountCents: 2345, refundReference: "rfd_1" };
    for (let i = 0; i < 2; i += 1)
      expect(await intentOf(await act("refunds", part))).toMatchObject({ refundedCents: 2345 });
    expect(await codeOf(await act("refunds", { ...part, amountCents: 1 }))).toEqual([409, "refund-differs"]);
    const rest = { amountCents: 10_001, refundReference: "rfd_2" };
    expect(await codeOf(await act("refunds", rest))).toEqual([409, "refund-too-large"]);
    expect(await codeOf(await act("void"))).toEqual([409, "intent-captured"]);
    expect(told().map(({ type }) => type)).toEqual([
      "intent.authorised",
      "intent.captured",
      "refund.succeeded",
    ]);
    const { lines } = v.parse(
      bankRoutes.getStatement.success.body,
      await (await get("/v1/statements/2026-11-25")).json(),
    );
    expect(lines.map((line) => [line.type, line.amountCents, line.refundReference])).toEqual([
      ["capture", 12_345, null],
      ["fee", -198, null],
      ["refund", -2345, "rfd_1"],
    ]);
  });

  it("pays out what a closed day summed to", async () => {
    const { act, get, setClock } = await confirmed();
    await act("capture");
    setClock("2026-11-26T12:00:00.000Z");
    expect(await (await get("/v1/statements/2026-11-25")).json()).toMatchObject({
      lines: [{}, {}, { type: "payout", amountCents: 12_147, reference: "out_2026-11-25" }],
    });
    for (const empty of ["2026-11-26", "2026-02-30"])
      expect(await (await get(`/v1/statements/${empty}`)).json()).toEqual({ date: empty, lines: [] });
  });

  it("does not let a voided intent be confirmed any more", async () => {
    const { post, submit, get } = openFakeBank();
    const { id } = await intentOf(await post("/v1/intents", asked));
    expect(await intentOf(await post(`/v1/intents/${id}/void`))).toMatchObject({ status: "voided" });
    expect((await submit(id, card("4242424242424242"))).status).toBe(303);
    expect(await intentOf(await get(`/v1/intents/${id}`))).toMatchObject({ status: "voided" });
    expect(await codeOf(await post(`/v1/intents/${id}/capture`))).toEqual([409, "intent-not-authorised"]);
  });

  it("knows no intent that it did not make", async () => {
    const { post, get } = openFakeBank();
    const path = "/v1/intents/int_0199b63a-0009-7000-8000-000000000009";
    for (const reply of [await get(path), await post(`${path}/capture`), await post(`${path}/void`)])
      expect(await codeOf(reply)).toEqual([404, "intent-unknown"]);
  });
});

describe("a bank that misbehaves", () => {
  it("takes the money and does not answer; asked again, it tells", async () => {
    const { act, silences, put, get, id } = await confirmed();
    await put("/control/misbehaviour", { ...behaved, timeoutAfterEffectRate: 1 });
    expect(await codeOf(await act("capture"))).toEqual([504, "reply-lost"]);
    expect(silences).toHaveLength(1);
    expect(await intentOf(await get(`/v1/intents/${id}`))).toMatchObject({ status: "captured" });
    expect(await intentOf(await act("capture"))).toMatchObject({ capturedCents: 12_345 });
  });

  it("is away before anything happens", async () => {
    const { act, put, get, id } = await confirmed();
    await put("/control/misbehaviour", { ...behaved, unavailableRate: 1 });
    const reply = await act("capture");
    expect(reply.headers.get("retry-after")).toBe("1");
    expect(await codeOf(reply)).toEqual([503, "out-of-order"]);
    expect(await codeOf(await get(`/v1/intents/${id}`))).toEqual([503, "out-of-order"]);
    await put("/control/misbehaviour", behaved);
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
    await put("/control/misbehaviour", { ...behaved, refundFailedRate: 1, refundFailedSeconds: 30 });
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
    await put("/control/misbehaviour", behaved);
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
