import { accessCookieName, refreshCookieName } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { buy, smallShop, tent } from "../testing/small-shop.ts";

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
  test("is kept when another site of the domain set cookies with the same names", async () => {
    const { visitor, subject, path } = await returning();
    await visitor.get(path);
    visitor.foreignCookies = [`${accessCookieName}=abc`];
    const access = visitor.cookies.get(accessCookieName);
    expect((await visitor.get("/")).headers.getSetCookie()).toEqual([]);
    expect(visitor.cookies.get(accessCookieName)).toBe(access);
    visitor.foreignCookies = [`${accessCookieName}=abc`, `${refreshCookieName}=abc`];
    expect((await visitor.get(path)).status).toBe(200);
    visitor.foreignCookies = [];
    expect(visitor.subject).toBe(subject);
    expect(visitor.cookies.has(refreshCookieName)).toBe(true);
    expect((await visitor.get(path)).status).toBe(200);
  });

  test("is not ended, and renewed with a bounded number of calls, when there are many cookies of its name", async () => {
    const { shop, visitor, path } = await returning();
    visitor.foreignCookies = Array.from({ length: 9 }, (_, index) => `${refreshCookieName}=foreign-${index}`);
    await visitor.get(path);
    expect(shop.calls.filter((call) => call === "refreshSession")).toHaveLength(3);
    visitor.foreignCookies = [];
    expect((await visitor.get(path)).status).toBe(200);
  });

  test("is ended at user as well when the shopper signs out beside a foreign cookie", async () => {
    const { shop, visitor } = await returning();
    visitor.foreignCookies = [`${refreshCookieName}=abc`];
    await visitor.post("/sign-out");
    expect(shop.users.refreshTokens.size).toBe(0);
  });
});
