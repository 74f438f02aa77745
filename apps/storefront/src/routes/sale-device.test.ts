import { describe, expect, test } from "vitest";
import { home, signUp, smallShop, tent, Visitor } from "../testing/small-shop.ts";

const cookieName = "caravan-sale-device";
const open = (change: { perDevice?: number }) => {
  const { shop, router, visitor } = smallShop();
  const { id } = shop.flash.add(tent.sku, change);
  const path = `/sales/${id}`;
  const join = (browser: Visitor = visitor, headers = {}) =>
    browser.post(`${path}/entry`, { address: "new", ...home }, headers);
  return { shop, router, visitor, path, join };
};

describe("a browser that takes part in a sale with a limit for each device", () => {
  test("is given a random name, which it keeps for long and sends to sales alone, and which no script reads", async () => {
    const { shop, router, visitor, join } = open({ perDevice: 1 });
    const { status, headers } = await join();
    const device = headers.getSetCookie().find((cookie) => cookie.startsWith(cookieName));
    expect([status, device]).toEqual([
      303,
      expect.stringMatching(/=[0-9a-f-]{36}; Max-Age=34560000; Path=\/sales; HttpOnly; SameSite=Lax$/),
    ]);
    expect(shop.flash.devices).toEqual([visitor.cookies.get(cookieName)]);
    const other = new Visitor(router);
    const secure = (await join(other, { "x-forwarded-proto": "https", origin: "https://shop.test" })).headers;
    expect(secure.getSetCookie().find((cookie) => cookie.startsWith(cookieName))).toContain("; Secure");
    expect(other.cookies.get(cookieName)).not.toBe(visitor.cookies.get(cookieName));
  });

  test("is the same one for its next shopper, who is told in words that it is too many, and what to do", async () => {
    const { shop, router, visitor, path, join } = open({ perDevice: 1 });
    await join();
    await visitor.post("/sign-out");
    expect((await visitor.get(path)).html).toContain("One shopper of each browser may take part.");
    const refused = await join();
    expect(refused.status).toBe(403);
    expect(refused.html).toContain("Too many take part with this browser");
    expect(refused.html).toContain("One shopper of each browser may, and one does already.");
    expect(refused.html).toContain("Go on as one who takes part already, or use another device.");
    expect(refused.html).toContain(`value="${home.street}"`);
    expect((await join(new Visitor(router))).status).toBe(303);
    expect(new Set(shop.flash.devices).size).toBe(2);
  });

  test("keeps its name when its guest signs up, and gets another for one that cannot be one", async () => {
    const { shop, visitor, join } = open({ perDevice: 3 });
    await join();
    const device = visitor.cookies.get(cookieName) ?? "";
    await signUp(visitor);
    await join();
    visitor.cookies.set(cookieName, "<script>");
    await visitor.post("/sign-out");
    expect((await join()).status).toBe(303);
    expect(shop.flash.devices.slice(0, 2)).toEqual([device, device]);
    expect(shop.flash.devices[2]).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test("a browser that takes part in a sale without such a limit is given no name, and none is told", async () => {
  const { shop, visitor, path, join } = open({});
  expect((await visitor.get(path)).html).not.toContain("cookie");
  await join();
  expect(visitor.cookies.has(cookieName)).toBe(false);
  await visitor.post("/sign-out");
  visitor.cookies.set(cookieName, "known-from-another-sale");
  await join();
  expect(shop.flash.devices).toEqual([undefined, undefined]);
});
