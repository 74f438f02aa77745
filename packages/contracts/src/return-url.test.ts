import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { bankRoutes } from "./bank-routes.ts";
import { orderRoutes } from "./order.ts";
import { paymentRoutes } from "./payment-routes.ts";
import { ReturnUrl } from "./return-url.ts";

const outcome = (url: string): string | undefined => {
  const parsed = v.safeParse(ReturnUrl, url);
  return parsed.success ? parsed.output : undefined;
};

describe("a return URL", () => {
  it.each([
    ["https://shop.example", "https://shop.example/"],
    ["HTTPS://Shop.Example:443/Orders?a=1#x", "https://shop.example/Orders?a=1#x"],
    ["http://10.213.0.2:8080/orders/1?back=1", "http://10.213.0.2:8080/orders/1?back=1"],
    ["http://[::1]/", "http://[::1]/"],
    ["https://müller.example/danke", "https://xn--mller-kva.example/danke"],
    ["https://shop.example/danke?name=Zo%C3%AB", "https://shop.example/danke?name=Zo%C3%AB"],
    ['https://shop.example/a"b?c=<d>', "https://shop.example/a%22b?c=%3Cd%3E"],
  ])("%s is normalised like in a browser", (url, kept) => {
    expect(outcome(url)).toBe(kept);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,hello",
    "//shop.example/",
    "/orders",
    "shop.example",
    "",
    "https://",
    "https:///orders",
    "https:shop.example",
    "https://shop.example/danke?name=Zoë",
    "https://shop.example/my orders",
    "https://shop.example/\r\nset-cookie:a=b",
    "https://shop.example\\orders",
    "https://me:secret@shop.example/",
    "https://me@shop.example/",
    // Would add a rule of its own to a Content-Security-Policy.
    "https://shop.example;script-src/",
    "https://*/",
    "https://a,b/",
    `https://shop.example/${"x".repeat(500)}`,
    `https://shop.example/${'"'.repeat(300)}`,
  ])("%s is refused", (url) => {
    expect(outcome(url)).toBeUndefined();
  });

  it("that one service accepts is accepted unchanged by every service behind it", () => {
    const [shop, payment, bank] = [
      orderRoutes.startPayment,
      paymentRoutes.createPayment,
      bankRoutes.createIntent,
    ];
    const anything = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: "binary" }).map((path) => `https://shop.example/${path}`),
      fc.string({ unit: "grapheme" }).map((host) => `http://${host}/`),
      fc.stringMatching(/^[\x21-\x7e]{1,60}$/).map((host) => `http://${host}`),
    );
    fc.assert(
      fc.property(anything, (url) => {
        const first = v.safeParse(shop.body.entries.returnUrl, url);
        fc.pre(first.success);
        for (const next of [payment, bank])
          expect(v.safeParse(next.body.entries.returnUrl, first.output)).toMatchObject({
            success: true,
            output: first.output,
          });
        expect(first.output).toMatch(/^https?:\/\/[\x21-\x7e]{1,492}$/);
      }),
      { numRuns: 150 },
    );
  });
});
