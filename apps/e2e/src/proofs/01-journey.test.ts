/// <reference lib="dom" />
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shop } from "../harness/shop.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
let browser: Browser;
let origin: string;
beforeAll(async () => {
  origin = (await shop()).shop;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: flags,
  });
});
afterAll(() => browser.close());

const open = async (
  options: { javaScriptEnabled?: boolean; viewport?: { width: number; height: number } } = {},
): Promise<Page> => (await browser.newContext({ baseURL: origin, ...options })).newPage();

/** Finds a product by its words, opens it, buys two and ends on the order's page. */
const buy = async (page: Page): Promise<void> => {
  await page.goto("/");
  await page.getByRole("searchbox").fill("tent");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\?.*q=tent/);
  await page.locator("main a[href^='/products/']").first().click();
  await page.waitForURL(/\/products\/prd_/);
  await page.getByLabel(/quantity/i).fill("2");
  await page.getByRole("button", { name: /order|buy/i }).click();
  await page.waitForURL(/\/orders\/ord_/);
};

describe("a shopper", () => {
  it.each([
    ["with JavaScript, on a wide screen", { viewport: { width: 1280, height: 900 } }],
    ["without JavaScript, on a phone", { javaScriptEnabled: false, viewport: { width: 390, height: 844 } }],
  ])("finds, opens, buys and sees the order: %s", async (_, options) => {
    const page = await open(options);
    await buy(page);
    const id = page.url().match(/ord_[0-9a-f-]+/)?.[0] ?? "";
    expect(await page.locator("main").textContent()).toContain("€");
    await page.goto("/orders");
    await page.locator(`a[href='/orders/${id}']`).first().click();
    await page.waitForURL(new RegExp(id));
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
    await page.context().close();
  });
  it("sees pictures, and which version of each service made the page", async () => {
    const page = await open();
    const response = await page.goto("/");
    expect(response?.headers()["x-served-by"]).toMatch(/storefront=v\d+.*product=v\d+/);
    for (const picture of await page.locator("main img").all()) {
      await picture.scrollIntoViewIfNeeded();
      const handle = await picture.elementHandle();
      await page.waitForFunction(
        (image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0,
        handle,
      );
    }
    await page.context().close();
  });
  it("with a screen reader or a keyboard meets no barrier that axe can find", async () => {
    const page = await open();
    await buy(page);
    const order = new URL(page.url()).pathname;
    for (const path of [
      "/",
      "/search?q=lantern",
      "/search?q=nothing-like-it",
      order,
      "/orders",
      "/no-such-page",
    ]) {
      await page.goto(path);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(violations.map((violation) => `${path}: ${violation.id} ${violation.nodes[0]?.html}`)).toEqual(
        [],
      );
    }
    await page.context().close();
  });
});
