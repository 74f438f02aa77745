/// <reference lib="dom" />
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newAccount } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import { type CarrierHand, dispatch, openCarrierHand } from "./carrier-hand.ts";
import { desk, launchChromium, newVisitor, phone, type Visitor } from "./chromium.ts";
import { openManyTabs } from "./many-tabs.ts";
import { act, headings, lookAgain, shipmentOn, watch } from "./order-steps.ts";
import { add, fillAddress, find, goBack, order, pay, payInVain, putIntoCart, signUp } from "./visitor.ts";

/** The load time of the open page. */
const loadedAt = (page: Page): Promise<number> => page.evaluate(() => performance.timeOrigin);

/** How shoppers come: what their browser is, and how they come to see what is not there yet. */
export const ways = [
  { who: "with JavaScript, on a wide screen", options: desk, see: watch },
  { who: "without JavaScript, on a phone", options: phone, see: lookAgain },
] as const;

/** A shopper's whole way through the shop, as the tests of a `describe`: from the first search to the money back. */
export const journey = ({ options, see }: (typeof ways)[number]): void => {
  let chromium: Browser;
  let carrier: CarrierHand;
  let visitor: Visitor;
  let page: Page;
  let firstOrder: string;
  const barriers: string[] = [];
  const lookAround = async () => void barriers.push(...(await visitor.barriers()));

  beforeAll(async () => {
    [chromium, carrier] = await Promise.all([launchChromium(), openCarrierHand()]);
    visitor = await newVisitor(chromium, options);
    page = visitor.page;
  });
  afterAll(async () => {
    await visitor.close();
    await Promise.all([chromium.close(), carrier.close()]);
  });

  it("finds a product by words, puts it into the cart and signs up with it", async () => {
    await lookAround();
    const product = await find(page, "tent");
    await lookAround();
    await add(page, 2);
    await lookAround();
    await page.getByRole("button", { name: "Go to checkout" }).click();
    await page.getByRole("main").getByRole("link", { name: "sign in" }).click();
    await lookAround();
    await page.getByRole("link", { name: "Create an account" }).click();
    await lookAround();
    await signUp(page, newAccount());
    await page.waitForURL(/\/checkout$/);
    expect(await page.getByRole("table").textContent()).toContain(product);
  });

  it("orders, pays on the bank's own origin and comes back", async () => {
    const shop = new URL(page.url()).origin;
    await fillAddress(page);
    await page.getByLabel("Save this address").check();
    await lookAround();
    await order(page);
    expect(new URL(page.url()).origin).not.toBe(shop);
    await lookAround();
    firstOrder = await pay(page);
    expect(new URL(page.url()).origin).toBe(shop);
    await see(page, "h1", headings.confirmed);
    await lookAround();
  });

  it("follows the parcel until it is delivered", async () => {
    await see(page, "h2", "Your parcel");
    const loaded = await loadedAt(page);
    const shipment = await shipmentOn(page);
    await dispatch(shipment);
    await see(page, "h1", headings.dispatched);
    for (const station of ["Collected by the carrier", "On the road", "Out for delivery"]) {
      await carrier.advance(shipment, "there");
      await see(page, "#parcel-events", station);
    }
    await lookAround();
    const tabs = options === desk ? await openManyTabs(page) : [];
    await carrier.advance(shipment, "there");
    for (const tab of [...tabs, page]) await see(tab, "h1", headings.delivered);
    for (const tab of tabs) await tab.close();
    await lookAround();
    // With JavaScript all of it came without a reload: the stations by the stream alone.
    if (options === desk) expect(await loadedAt(page)).toBe(loaded);
  });

  it("changes a quantity on the way to the checkout, has a card declined, pays with another, and cancels", async () => {
    await putIntoCart(page, "lanterns", 1);
    await page.getByRole("spinbutton").fill("2");
    await page.getByRole("button", { name: "Go to checkout" }).click();
    await page.getByRole("cell", { name: /^(× )?2$/ }).waitFor();
    // The saved address is selected.
    expect(await page.getByRole("radio").first().isChecked()).toBe(true);
    await order(page);
    // Back by the browser's back button: the order is not lost.
    await page.goto("/cart");
    await lookAround();
    await page.getByRole("link", { name: "Pay it, or put it back into your cart" }).click();
    await page.getByRole("button", { name: "Pay now" }).click();
    await page.waitForURL(/\/pay\//);
    await goBack(page);
    await see(page, "h1", headings.notPaid);
    await page.getByRole("button", { name: "Pay now" }).click();
    await page.waitForURL(/\/pay\//);
    await payInVain(page);
    await see(page, "h1", headings.declined);
    await lookAround();
    await page.getByRole("button", { name: "Pay now with another card" }).click();
    await page.waitForURL(/\/pay\//);
    const second = await pay(page);
    await see(page, "h1", headings.confirmed);
    await act(page, "Cancel this order", "Cancel order");
    await page.waitForURL(new RegExp(`/orders/${second}$`));
    await see(page, "h1", headings.cancelled);
    await lookAround();
    await until("what was paid has gone back", async () => {
      await page.reload();
      return (await page.getByText("Returned to you").isVisible()) || undefined;
    });
  });

  it("returns the first order and gets the refund", async () => {
    await page.getByRole("link", { name: "Orders", exact: true }).click();
    await lookAround();
    await page.locator(`a[href="/orders/${firstOrder}"]`).click();
    await act(page, "Return this order", "Return order");
    await see(page, "h1", headings.comingBack);
    await lookAround();
    const shipment = await shipmentOn(page);
    for (const _ of ["collected", "in-transit", "returned"]) await carrier.advance(shipment, "back");
    await see(page, "#parcel-events", "Back with us");
    await see(page, "h1", headings.refunded);
    await see(page, ".order-facts", "Returned to you");
    await lookAround();
  });

  it("finds no barrier by axe, no horizontal scrolling and no console error", async () => {
    for (const path of [
      "/search?q=lantern",
      "/search?q=nothing-like-it",
      `/search?q=${"w".repeat(40)}`,
      "/account",
    ]) {
      await page.goto(path);
      await lookAround();
    }
    // The bank's page reports declined cards with this status.
    expect(visitor.faults.filter((fault) => !fault.includes("402 (Payment Required)"))).toEqual([]);
    await page.goto("/no-such-page");
    await lookAround();
    expect(barriers).toEqual([]);
  });
};
