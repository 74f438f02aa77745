import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seePictures } from "../journey/barriers.ts";
import { launchChromium, newVisitor } from "../journey/chromium.ts";
import { journey, ways } from "../journey/journey.ts";

describe.concurrent.each(ways)("a shopper, $who", (way) => {
  describe("goes", { concurrent: false }, () => journey(way));
});

describe("a page", () => {
  let chromium: Browser;
  beforeAll(async () => {
    chromium = await launchChromium();
  });
  afterAll(() => chromium.close());

  it("shows its pictures, and which version of each service made it", async () => {
    const { page, close } = await newVisitor(chromium);
    const response = await page.goto("/");
    expect(response?.headers()["x-served-by"]).toMatch(/storefront=v\d+.*product=v\d+/);
    await seePictures(page);
    await close();
  });
});
