import { BankIntent } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { asked, card, openFakeBank } from "./testing/fake-bank.ts";

const open = async (change: Partial<typeof asked> = {}) => {
  const bank = openFakeBank();
  const { id } = v.parse(BankIntent, await (await bank.post("/v1/intents", { ...asked, ...change })).json());
  const status = async () => v.parse(BankIntent, await (await bank.get(`/v1/intents/${id}`)).json());
  return { ...bank, id, status, page: async () => bank.pages.request(`/pay/${id}`) };
};

/** Tags of a name, with their attributes. */
const tags = (html: string, name: string) => html.match(new RegExp(`<${name}\\b[^>]*>`, "g")) ?? [];
const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

describe("the confirmation page", () => {
  it("shows amount and merchant, and labels every field", async () => {
    const reply = await (await open()).page();
    const html = await reply.text();
    expect(reply.status).toBe(200);
    for (const word of ["€123.45", "pay_1", "Pay Caravan", "Order 7", '<html lang="en">'])
      expect(html).toContain(word);
    // Not an address: the shop's host may be an IP address.
    expect(html.replaceAll(/<[^>]*>/g, "")).not.toContain("shop.test");
    const inputs = tags(html, "input");
    expect(inputs.map((tag) => attribute(tag, "autocomplete"))).toEqual(["cc-number", "cc-exp", "cc-csc"]);
    for (const tag of inputs) expect(html).toContain(`<label for="${attribute(tag, "id")}">`);
    const ids = html.match(/ id="[^"]*"/g) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    expect(tags(html, "h1")).toHaveLength(1);
  });

  it("runs no script, loads only its own style, and lets the form redirect to the merchant only", async () => {
    const { page, pages } = await open();
    const reply = await page();
    const policy = reply.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; style-src 'self'");
    expect(policy).toContain("form-action 'self' https://shop.test;");
    expect(policy).not.toContain("unsafe");
    expect(reply.headers.get("cache-control")).toBe("no-store");
    const html = await reply.text();
    expect(html).not.toMatch(/<script|<style| style=| on[a-z]+=/);
    const style = await pages.request(attribute(tags(html, "link")[0] ?? "", "href") ?? "");
    expect([style.status, style.headers.get("content-type")]).toEqual([200, "text/css; charset=utf-8"]);
  });

  it("escapes all texts of the merchant", async () => {
    const { page } = await open({ merchantReference: `"><b>pay</b>` });
    expect(await (await page()).text()).not.toContain("<b>pay");
  });

  it.each([
    ["4242 4242 4242 4242", "authorised", null],
    ["5555555555554444", "authorised", null],
  ])("decides %s: %s, and redirects the shopper back", async (number, outcome, declineReason) => {
    const { submit, id, status, told } = await open();
    const reply = await submit(id, card(number));
    expect([reply.status, reply.headers.get("location")]).toEqual([303, asked.returnUrl]);
    expect(await status()).toMatchObject({ status: outcome, declineReason });
    expect(told()).toMatchObject([{ type: `intent.${outcome}`, intent: { status: outcome } }]);
  });

  it("asks for another card when one is declined, and gives up after three", async () => {
    const { submit, id, status, told } = await open();
    const declined = await submit(id, card("4000 0000 0000 9995"));
    const html = await declined.text();
    expect(declined.status).toBe(402);
    for (const word of ['role="alert"', "insufficient funds", "Cancel and go back"])
      expect(html).toContain(word);
    expect([(await status()).status, told()]).toEqual(["created", []]);
    expect((await submit(id, card("4000 0000 0000 0002"))).status).toBe(402);
    const last = await submit(id, card("4000 0000 0000 0002"));
    expect([last.status, last.headers.get("location")]).toEqual([303, asked.returnUrl]);
    expect(await status()).toMatchObject({ status: "declined", declineReason: "card declined" });
    expect(told().map(({ type }) => type)).toEqual(["intent.declined"]);
  });

  it("accepts a valid card after a declined one", async () => {
    const { submit, id, status } = await open();
    await submit(id, card("4000 0000 0000 0002"));
    expect((await submit(id, card("4242424242424242"))).status).toBe(303);
    expect(await status()).toMatchObject({ status: "authorised", declineReason: null });
  });

  it("asks again after a typing error, and never repeats the input", async () => {
    const { submit, id, status, told } = await open();
    const typed = { ...card("4242424242424241"), "card-expiry": "01/20", "card-security-code": "9876x" };
    const reply = await submit(id, typed);
    const html = await reply.text();
    expect(reply.status).toBe(422);
    expect(html).toContain('role="alert"');
    for (const tag of tags(html, "input")) {
      expect(attribute(tag, "aria-invalid")).toBe("true");
      const described = attribute(tag, "aria-describedby")?.split(" ") ?? [];
      expect(described.some((name) => name.endsWith("-error"))).toBe(true);
      for (const name of described) expect(html).toContain(`id="${name}"`);
      expect(attribute(tag, "value")).toBeUndefined();
    }
    for (const secret of ["4242424242424241", "01/20", "9876x"]) expect(html).not.toContain(secret);
    expect([(await status()).status, told()]).toEqual(["created", []]);
  });

  it("stores and sends no card data", async () => {
    const { submit, id, status, told } = await open();
    const reply = await submit(id, card("5555 5555 5555 4444"));
    const kept = JSON.stringify([await status(), told(), [...reply.headers], await reply.text()]);
    for (const secret of ["5555", "4444", "09/28"]) expect(kept).not.toContain(secret);
  });

  it("is safe to submit twice: the first decision stands, with one callback", async () => {
    const { submit, id, status, told } = await open();
    const [first, second] = await Promise.all([
      submit(id, card("4242424242424242")),
      submit(id, card("4000000000000002")),
    ]);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect((await submit(id, { action: "cancel" })).status).toBe(303);
    expect([(await status()).status, told().length]).toEqual(["authorised", 1]);
  });

  it("can be left without a decision, and paid later", async () => {
    const { submit, id, status, page, told } = await open();
    const left = await submit(id, { action: "cancel" });
    expect([left.status, left.headers.get("location")]).toEqual([
      303,
      `${asked.returnUrl}?outcome=cancelled`,
    ]);
    expect([(await status()).status, told()]).toEqual(["created", []]);
    expect(tags(await (await page()).text(), "form")).toHaveLength(1);
    await submit(id, card("4242424242424242"));
    expect((await status()).status).toBe("authorised");
    const html = await (await page()).text();
    expect(tags(html, "form")).toEqual([]);
    expect(html).toContain(`href="${asked.returnUrl}"`);
  });

  it.each([
    ["https://shop.test/orders/1?back=1", "https://shop.test/orders/1?back=1&outcome=cancelled"],
    ["https://shop.test/orders/1#pay", "https://shop.test/orders/1?outcome=cancelled#pay"],
  ])("redirects back from %s with the outcome", async (returnUrl, location) => {
    const { submit, id } = await open({ returnUrl });
    expect((await submit(id, { action: "cancel" })).headers.get("location")).toBe(location);
  });

  it("answers problems as pages", async () => {
    const { pages, id } = await open();
    const unknown = "/pay/int_0199b63a-0009-7000-8000-000000000009";
    for (const path of ["/", "/pay/1", unknown, "/assets/other.css"]) {
      const reply = await pages.request(path);
      expect([reply.status, reply.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    }
    const huge = await pages.request(`/pay/${id}`, { method: "POST", body: "x".repeat(5000) });
    expect(huge.status).toBe(413);
  });

  it("does not serve the API", async () => {
    const { pages, api, id } = await open();
    expect((await pages.request("/v1/intents?merchantReference=pay_1")).status).toBe(404);
    expect((await api.request(`/pay/${id}`)).status).toBe(404);
  });
});
