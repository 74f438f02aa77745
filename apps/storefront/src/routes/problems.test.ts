import { Problem, userRoutes } from "@caravan/contracts";
import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { putIntoCart, smallShop, tent, Visitor } from "../testing/small-shop.ts";

const enter = () => {
  const { shop, router } = smallShop();
  return { shop, router, visitor: new Visitor(router) };
};

describe("an error", () => {
  test("is a page for browsers and a problem document for other clients", async () => {
    const { visitor } = enter();
    const page = await visitor.get("/nowhere");
    expect(page.status).toBe(404);
    expect(page.html).toContain("This track leads nowhere");
    for (const accept of ["application/json", "*/*", "application/problem+json"]) {
      const { status, html, headers } = await visitor.get("/nowhere", { accept });
      expect(status).toBe(404);
      expect(headers.get("content-type")).toContain("application/problem+json");
      expect(v.parse(Problem, JSON.parse(html)).status).toBe(404);
    }
  });

  test("an unexpected error reveals nothing", async () => {
    const { router, visitor } = enter();
    router.hono.get("/broken", () => {
      throw new Error("the password is 1234");
    });
    const { status, html } = await visitor.get("/broken");
    expect(status).toBe(500);
    expect(html).toContain("Something broke on our side");
    expect(html).not.toContain("1234");
  });

  test("every reply forbids frames and foreign scripts, and problems are not cached", async () => {
    const { visitor } = enter();
    for (const path of [
      "/",
      "/search",
      `/products/${tent.id}`,
      "/orders",
      "/cart",
      "/sign-in",
      "/nowhere",
      "/robots.txt",
    ]) {
      const { headers } = await visitor.get(path);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("content-security-policy")).toContain("script-src 'self';");
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-served-by")).toContain("storefront=v1");
    }
    expect((await visitor.get("/nowhere")).headers.get("cache-control")).toBe("no-store");
  });

  test("headers that only count with TLS are sent with TLS only: browsers log an error otherwise", async () => {
    const { visitor } = enter();
    const only = ["cross-origin-opener-policy", "origin-agent-cluster", "strict-transport-security"];
    const plain = await visitor.get("/");
    const secure = await visitor.get("/", { "x-forwarded-proto": "https" });
    for (const name of only)
      expect([plain.headers.has(name), secure.headers.has(name)], name).toEqual([false, true]);
  });

  test("styles are cached for ever under their own name, and served but not cached under another version's", async () => {
    const { visitor } = enter();
    const { html } = await visitor.get("/");
    const path = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1] ?? "";
    const styles = await visitor.get(path);
    expect(styles.headers.get("cache-control")).toContain("immutable");
    expect(styles.headers.get("content-type")).toContain("text/css");
    const other = await visitor.get("/assets/another0hash.css");
    expect(other.html).toBe(styles.html);
    expect(other.headers.get("cache-control")).toBe("no-store");
    expect((await visitor.get("/assets/secret.key")).status).toBe(404);
  });

  test("no address breaks a page", async () => {
    const { visitor } = enter();
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom("%", "%00", "%ff", "..", "'", "🐪", "prd_", "a".repeat(3000)),
    );
    const path = fc.oneof(
      fc
        .tuple(fc.constantFrom("/products/", "/orders/", "/assets/", "/search/", "/"), part)
        .map((pair) => pair.join("")),
      fc
        .tuple(
          fc.constantFrom("/", "/search", "/orders", "/cart", "/sign-in", "/account"),
          fc.constantFrom("q", "category", "cursor", "limit", "next", "done", "back"),
          part,
        )
        .map(([page, name, value]) => `${page}?${name}=${value.replaceAll("#", "")}`),
    );
    await fc.assert(
      fc.asyncProperty(path, async (address) => {
        expect((await visitor.get(address)).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });

  test("no form breaks a page, and an incomplete one has no effect", async () => {
    const { shop, visitor } = enter();
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(tent.id, "add", "new", "chk_00000000-0000-4000-8000-000000000000"),
    );
    const form = fc.dictionary(
      fc.constantFrom(
        "do",
        "productId",
        "quantity",
        "key",
        "lines",
        "seenCents",
        "email",
        "password",
        "name",
      ),
      text,
    );
    const path = fc.constantFrom(
      "/cart",
      "/checkout",
      "/sign-in",
      "/sign-up",
      "/account/password",
      "/account/addresses",
      "/orders/ord_1/pay",
    );
    await fc.assert(
      fc.asyncProperty(path, form, async (address, fields) => {
        const { email, password, name } = fields;
        // By chance it may be a complete sign-up.
        fc.pre(!v.is(userRoutes.signUp.body, { email, password, name }));
        expect((await visitor.post(address, fields)).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    expect(shop.orders.orders.size).toBe(0);
    expect(shop.users.accounts.size).toBe(0);
  });

  test("orders cannot be listed while order is down, and the page shows a notice", async () => {
    const { shop, visitor } = enter();
    await putIntoCart(visitor, tent.id);
    shop.down.add("order");
    const { status, html } = await visitor.get("/orders");
    expect(status).toBe(503);
    expect(html).toContain('href="/orders">Try again');
  });
});
