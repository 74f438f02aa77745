/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import {
  announceSale,
  askForPiece,
  commandSale,
  inSeconds,
  joinSale,
  placeOf,
  settled,
} from "../harness/sale.ts";
import { newShopper, type Shopper } from "../harness/shopper.ts";
import { freeStock, setFreeStock } from "../harness/stock.ts";
import { until } from "../harness/until.ts";
import { desk, launchChromium, newVisitor } from "../journey/chromium.ts";
import { headings, lookAgain, watch } from "../journey/order-steps.ts";
import { fillAddress, pay } from "../journey/visitor.ts";

const sku = "CAR-0011";
const narrow: BrowserContextOptions = { viewport: { width: 360, height: 780 } };
const ways = [
  { who: "with JavaScript, on a wide screen", options: desk },
  { who: "with JavaScript, on a phone", options: narrow },
  { who: "without JavaScript, on a wide screen", options: { ...desk, javaScriptEnabled: false } },
  { who: "without JavaScript, on a phone", options: { ...narrow, javaScriptEnabled: false } },
] as const;

/** From the announcement to the opening: enough to take part with a browser, and to look for barriers at each step. */
const untilOpening = 90;

/** Waits until the page of a sale shows it: by itself, or by its own link. */
const sees = async (
  page: Page,
  hasScripts: boolean,
  selector: string,
  words: string | RegExp,
): Promise<void> => {
  const shown = page.locator(`#sale ${selector}`).filter({ hasText: words, visible: true }).first();
  if (hasScripts) return shown.waitFor();
  await until(`the sale shows ${words}`, async () => {
    if (await shown.isVisible()) return true;
    await page.getByRole("link", { name: "Refresh" }).click();
    return undefined;
  });
};

/** When the open page was loaded. */
const loadedAt = (page: Page): Promise<number> => page.evaluate(() => performance.timeOrigin);

/** Another shopper asks until the only piece is theirs. */
const takeThePiece = (rival: Shopper, saleId: string, token: string): Promise<true> =>
  until("the other shopper has the piece", async () =>
    (await askForPiece(rival, saleId, token)).status === 201 ? true : undefined,
  );

const giveThePieceBack = async (rival: Shopper, saleId: string): Promise<void> => {
  const orderId = await until(
    "the other shopper has an order",
    async () => (await placeOf(rival, saleId))?.orderId ?? undefined,
  );
  await rival.post(`/v1/orders/${orderId}/cancellation`, {});
};

/** A sale of one piece, and one who will have it first. */
const announce = async () => {
  const sale = await announceSale({
    ...{ sku, pieces: 1, line: 5, cents: 1290, paySeconds: 600, lotMilliseconds: 0, shards: 1 },
    ...{ opensAt: inSeconds(untilOpening), endsAt: inSeconds(3600) },
  });
  const rival = await newShopper();
  return { sale, rival, token: await joinSale(rival, sale.id) };
};

/** What one who takes part sees from the announcement to the paid order. */
const shopInSale = async (page: Page, hasScripts: boolean, look: () => Promise<void>): Promise<void> => {
  const { sale, rival, token } = await announce();
  try {
    const link = page.locator(`main a[href="/sales/${sale.id}"]`);
    await until("the sale is in the list", async () => {
      await page.goto("/sales");
      return (await link.isVisible()) || undefined;
    });
    await look();
    await link.click();
    await page.waitForURL(`**/sales/${sale.id}`);
    await look();
    await fillAddress(page);
    await page.getByRole("button", { name: "Take part" }).click();
    const button = page.getByRole("button", { name: "Get one" });
    await button.waitFor();
    await sees(page, hasScripts, ".when-before", "Opens");
    if (hasScripts) {
      await sees(page, hasScripts, "#countdown", /\d\d:\d\d:\d\d/);
      expect(await button.isDisabled()).toBe(true);
    }
    await look();

    let loaded = await loadedAt(page);
    const told = async (words: string) => {
      await sees(page, hasScripts, "#yours", words);
      // With scripts all of it comes without a reload: the opening by the clock, the rest by the stream.
      if (hasScripts) expect(await loadedAt(page)).toBe(loaded);
      await look();
      // A new load shows the same.
      await page.reload();
      await sees(page, hasScripts, "#yours", words);
      loaded = await loadedAt(page);
    };
    await takeThePiece(rival, sale.id, token);
    await sees(page, hasScripts, "#sale-badge", /^(Open|All taken)$/);
    await look();
    await button.click();
    await told("You are in line");
    await sees(page, hasScripts, "#place", "number 1");
    await giveThePieceBack(rival, sale.id);
    await told("One piece is yours");
    const order = page.getByRole("link", { name: "To your order and its payment" });
    await sees(page, hasScripts, "a", "To your order and its payment");
    await look();
    await order.click();
    await page.waitForURL(/\/orders\/ord_/);
    const follow = hasScripts ? watch : lookAgain;
    await follow(page, "h1", headings.unpaid);
    await look();
    await page.getByRole("button", { name: "Pay now" }).click();
    await page.waitForURL(/\/pay\//);
    await look();
    await pay(page);
    await follow(page, "h1", headings.confirmed);
    await look();
    await page.goto(`/sales/${sale.id}`);
    await sees(page, hasScripts, "#yours", "It is yours, and paid");
    await look();
  } finally {
    await commandSale(sale.id, "end");
  }
  expect((await settled(sale.id)).tickets).toMatchObject({ admitted: 1, paid: 1, waiting: 0, returned: 1 });
};

// Each way takes a minute or two: part of `./caravan test --long`.
describe.runIf(process.env.CARAVAN_LONG === "1")("a sale in the browser (--long)", () => {
  let chromium: Browser;
  beforeAll(async () => {
    await setFreeStock(sku, 100);
    chromium = await launchChromium();
  });
  afterAll(async () => {
    await chromium.close();
    await setFreeStock(sku, 100_000);
  });

  it.each(ways)(
    "one who comes $who waits for the opening, is told a place, gets a piece, and pays it",
    async ({ who, options }) => {
      const began = Date.now();
      const free = await freeStock(sku);
      const visitor = await newVisitor(chromium, options);
      const barriers: string[] = [];
      // A page without scripts loads itself anew while something is to come: then it is looked at once more.
      const look = async () =>
        void barriers.push(...(await until("the page is looked at", () => visitor.barriers())));
      try {
        await shopInSale(visitor.page, options.javaScriptEnabled !== false, look);
      } finally {
        await visitor.close();
      }
      console.log(`${who}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
      expect(barriers).toEqual([]);
      expect(visitor.faults).toEqual([]);
      expect(free - (await freeStock(sku))).toBe(1);
    },
    600_000,
  );

  it("loses nothing", () => expectCleanBooks());
});
