import { bankRoutes } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { codeOf, confirmed, intentOf } from "./testing/confirmed-intent.ts";
import { asked, card, openFakeBank } from "./testing/fake-bank.ts";

describe("the bank's API", () => {
  it("requires its key", async () => {
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

  it("returns the shopper to the merchant's latest address, until the payment is decided", async () => {
    const { post, submit } = openFakeBank();
    const { id } = await intentOf(await post("/v1/intents", asked));
    const returnUrl = "https://shop.test/elsewhere";
    for (let i = 0; i < 2; i += 1)
      expect((await intentOf(await post("/v1/intents", { ...asked, returnUrl }))).id).toBe(id);
    expect((await submit(id, card("4242424242424242"))).headers.get("location")).toBe(returnUrl);
    await post("/v1/intents", asked);
    expect((await submit(id, { action: "cancel" })).headers.get("location")).toBe(returnUrl);
  });

  it("accepts only web addresses, since a browser is redirected there", async () => {
    const { post } = openFakeBank();
    for (const returnUrl of ["javascript:alert(1)", "https://shop.test/\r\nset-cookie:a=b", "/orders"])
      expect(await codeOf(await post("/v1/intents", { ...asked, returnUrl }))).toEqual([
        400,
        "input-invalid",
      ]);
  });

  it("captures, refunds in parts, and sends the merchant a callback for each", async () => {
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

  it("pays out the sum of a closed day", async () => {
    const { act, get, setClock } = await confirmed();
    await act("capture");
    setClock("2026-11-26T12:00:00.000Z");
    expect(await (await get("/v1/statements/2026-11-25")).json()).toMatchObject({
      lines: [{}, {}, { type: "payout", amountCents: 12_147, reference: "out_2026-11-25" }],
    });
    for (const empty of ["2026-11-26", "2026-02-30"])
      expect(await (await get(`/v1/statements/${empty}`)).json()).toEqual({ date: empty, lines: [] });
  });

  it("refuses the confirmation of a voided intent", async () => {
    const { post, submit, get } = openFakeBank();
    const { id } = await intentOf(await post("/v1/intents", asked));
    expect(await intentOf(await post(`/v1/intents/${id}/void`))).toMatchObject({ status: "voided" });
    expect((await submit(id, card("4242424242424242"))).status).toBe(303);
    expect(await intentOf(await get(`/v1/intents/${id}`))).toMatchObject({ status: "voided" });
    expect(await codeOf(await post(`/v1/intents/${id}/capture`))).toEqual([409, "intent-not-authorised"]);
  });

  it("answers 404 for an unknown intent", async () => {
    const { post, get } = openFakeBank();
    const path = "/v1/intents/int_0199b63a-0009-7000-8000-000000000009";
    for (const reply of [await get(path), await post(`${path}/capture`), await post(`${path}/void`)])
      expect(await codeOf(reply)).toEqual([404, "intent-unknown"]);
  });
});
