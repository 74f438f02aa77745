import { accessCookieName, Refusal, refreshCookieName } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { buy, putIntoCart, smallShop, tent } from "../testing/small-shop.ts";

/** A guest with an order, whose access token has expired. */
const returning = async () => {
  const { shop, visitor } = smallShop();
  const orderId = await buy(visitor, shop, tent.id);
  const subject = visitor.subject;
  visitor.cookies.delete(accessCookieName);
  shop.calls.length = 0;
  return { shop, visitor, subject, path: `/orders/${orderId}` };
};

describe("a session", () => {
  test("begins with the first item in the cart, in cookies that scripts cannot read", async () => {
    const { visitor } = smallShop();
    const [access, refresh] = (await putIntoCart(visitor, tent.id)).headers.getSetCookie();
    expect(access).toMatch(/^caravan-access=.*; Max-Age=570; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(refresh).toMatch(/^caravan-refresh=.*; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test("has secure cookies when the shop uses TLS", async () => {
    const { visitor } = smallShop();
    const form = { do: "add", productId: tent.id, quantity: "1" };
    const { headers } = await visitor.post("/cart", form, { "x-forwarded-proto": "https" });
    expect(headers.getSetCookie()).toHaveLength(2);
    for (const cookie of headers.getSetCookie()) expect(cookie).toContain("; Secure");
  });

  test("goes on without a call to user while the access token is valid", async () => {
    const { shop, visitor } = smallShop();
    await putIntoCart(visitor, tent.id);
    await putIntoCart(visitor, tent.id);
    await visitor.get("/cart");
    expect(shop.calls.filter((call) => /Guest|Session/.test(call))).toEqual(["createGuest"]);
  });

  test("is renewed when the access token has expired, and the request runs in its name", async () => {
    const { shop, visitor, subject, path } = await returning();
    const { status, headers } = await visitor.get(path);
    expect(status).toBe(200);
    expect(headers.getSetCookie()).toHaveLength(2);
    expect(visitor.subject).toBe(subject);
    expect(shop.calls.filter((call) => /Guest|Session/.test(call))).toEqual(["refreshSession"]);
  });

  test("is renewed by two tabs at once, and both work", async () => {
    const { visitor, path } = await returning();
    const [one, other] = [visitor.tab(), visitor.tab()];
    const pages = await Promise.all([one.get(path), other.get(path)]);
    expect(pages.map(({ status }) => status)).toEqual([200, 200]);
    expect((await one.get(path)).status).toBe(200);
    expect((await other.get(path)).status).toBe(200);
  });

  test("that has ended is deleted from the browser, and its cart is no longer shown", async () => {
    const { shop, visitor, path } = await returning();
    shop.users.refreshTokens.clear();
    const { status, headers } = await visitor.get(path);
    expect(status).toBe(404);
    expect(headers.getSetCookie()).toHaveLength(2);
    for (const cookie of headers.getSetCookie()) expect(cookie).toContain("Max-Age=0");
    expect([...visitor.cookies.keys()]).not.toContain(refreshCookieName);
    expect((await putIntoCart(visitor, tent.id)).status).toBe(303);
  });

  test("is kept while user is unreachable: 503 where it is needed, and browsing goes on", async () => {
    const { shop, visitor, path } = await returning();
    shop.down.add("user");
    const page = await visitor.get(path);
    expect(page.status).toBe(503);
    expect(page.html).toContain(`href="${path}">Try again`);
    expect(visitor.cookies.has(refreshCookieName)).toBe(true);
    expect((await visitor.get("/")).status).toBe(200);
    expect((await visitor.get(`/products/${tent.id}`)).status).toBe(200);
    shop.down.clear();
    expect((await visitor.get(path)).status).toBe(200);
  });

  test.each([1, 3])("goes on when replies to its renewal got lost, %i in a row", async (many) => {
    const { shop, visitor, subject, path } = await returning();
    shop.users.lostReplies = many;
    for (let i = 0; i < many; i += 1) {
      expect((await visitor.get(path)).status).toBe(504);
      expect(visitor.cookies.has(refreshCookieName)).toBe(true);
    }
    expect((await visitor.get(path)).status).toBe(200);
    expect(visitor.subject).toBe(subject);
    visitor.cookies.delete(accessCookieName);
    expect((await visitor.get(path)).status).toBe(200);
  });

  test.each([
    ["unauthenticated", "token-invalid"],
    ["forbidden", "scope-missing"],
    ["unavailable", "database-unavailable"],
    ["too-many", "too-many-requests"],
  ] as const)(
    "is kept when its renewal is refused as %s, %s: the session may still be valid",
    async (kind, code) => {
      const { shop, visitor, path } = await returning();
      const { refreshSession } = shop.users.client;
      Object.assign(shop.users.client, {
        refreshSession: () => Promise.reject(new Refusal({ kind, code, detail: "no" })),
      });
      await visitor.get(path);
      expect(visitor.cookies.has(refreshCookieName)).toBe(true);
      Object.assign(shop.users.client, { refreshSession });
      expect((await visitor.get(path)).status).toBe(200);
    },
  );

  test("of an erased account is deleted by the first page that calls for the account", async () => {
    const { shop, visitor } = smallShop();
    await visitor.post("/sign-up", { name: "Ada", email: "ada@example.com", password: "correct horse" });
    const elsewhere = visitor.tab();
    shop.users.accounts.clear();
    expect((await elsewhere.get("/account")).status).toBe(401);
    for (const name of [accessCookieName, refreshCookieName]) expect(elsewhere.cookies.has(name)).toBe(false);
    expect((await elsewhere.get("/account")).location).toBe("/sign-in?next=account");
  });

  test("is renewed for a page's script: 204, 401 without one, 503 while user is unreachable; never for another site", async () => {
    const { shop, visitor } = await returning();
    expect((await visitor.post("/session/refresh", {}, { origin: "http://evil.test" })).status).toBe(403);
    shop.down.add("user");
    expect((await visitor.post("/session/refresh")).status).toBe(503);
    shop.down.clear();
    const renewed = await visitor.post("/session/refresh");
    expect(renewed).toMatchObject({ status: 204, html: "" });
    expect(renewed.headers.getSetCookie()).toHaveLength(2);
    shop.users.refreshTokens.clear();
    visitor.cookies.delete(accessCookieName);
    expect((await visitor.post("/session/refresh")).status).toBe(401);
  });

  test("with an invalid access cookie shows the page as to a new visitor, and deletes the cookie", async () => {
    const { visitor } = smallShop();
    for (const path of ["/", `/products/${tent.id}`, "/nothing-here"]) {
      visitor.cookies.set(accessCookieName, "forged");
      const { headers } = await visitor.get(path);
      expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^caravan-access=; Max-Age=0/)]);
    }
    visitor.cookies.set(accessCookieName, "forged");
    const out = await visitor.post("/sign-out");
    expect(out.status).toBe(303);
    expect(visitor.cookies.has(accessCookieName)).toBe(false);
  });

  test("that was renewed keeps its new access cookie", async () => {
    const { visitor, path } = await returning();
    visitor.cookies.set(accessCookieName, "expired");
    const { status, headers } = await visitor.get(path);
    expect([status, headers.getSetCookie()]).toEqual([
      200,
      [expect.stringMatching(/^caravan-access=\S/), expect.stringMatching(/^caravan-refresh=/)],
    ]);
  });
});

describe("a browser that signed in before", () => {
  const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };

  test("sends its proof with the next sign-in, and to no other page", async () => {
    const { shop, visitor } = smallShop();
    const { headers } = await visitor.post("/sign-up", ada);
    const device = headers.getSetCookie().find((cookie) => cookie.startsWith("caravan-device="));
    expect(device).toMatch(/; Path=\/sign-in; HttpOnly; SameSite=Lax$/);
    await visitor.post("/sign-out");
    expect(visitor.cookies.has("caravan-device")).toBe(true);
    expect((await visitor.post("/sign-in", ada)).status).toBe(303);
    expect(shop.users.devices).toEqual([expect.stringMatching(/^device of usr_/)]);
  });

  test("signs in even when user cannot read its proof", async () => {
    const { shop, visitor } = smallShop();
    await visitor.post("/sign-up", ada);
    visitor.cookies.set("caravan-device", "unreadable");
    expect((await visitor.post("/sign-in", ada)).status).toBe(303);
    expect(shop.users.devices).toEqual(["unreadable", undefined]);
  });

  test("may have an e-mail address with a domain in another script", async () => {
    const { shop, visitor } = smallShop();
    const email = "o'brien@münchen.de";
    expect((await visitor.post("/sign-up", { ...ada, email })).status).toBe(303);
    const emails = [...shop.users.accounts.values()].map(({ user }) => user.email);
    expect(emails).toEqual(["o'brien@xn--mnchen-3ya.de"]);
    await visitor.post("/sign-out");
    expect((await visitor.post("/sign-in", { ...ada, email: "O'Brien@MÜNCHEN.de" })).status).toBe(303);
  });
});
