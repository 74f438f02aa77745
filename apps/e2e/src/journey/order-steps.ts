import type { Page } from "playwright-core";
import { until } from "../harness/until.ts";

/** The first heading of an order's page, by the state of the order. */
export const headings = {
  unpaid: "Your order waits for payment",
  notPaid: "You have not paid yet",
  declined: "Your bank declined the payment",
  confirmed: "Your order is being packed",
  dispatched: "Your order is on its way",
  delivered: "Your order has arrived",
  cancelled: "Your order is cancelled",
  comingBack: "Your order is coming back",
  refunded: "Your refund is on its way",
} as const;

/** How a visitor waits for a change of the page. */
export type Watch = (page: Page, selector: string, words: string) => Promise<void>;

const shown = (page: Page, selector: string, words: string) =>
  page.locator(`#order ${selector}`).filter({ hasText: words }).first();

/** Waits until the page shows it without a reload. */
export const watch: Watch = (page, selector, words) =>
  shown(page, selector, words).waitFor({ timeout: 120_000 });

/** Follows the page's own link until it shows it. */
export const lookAgain: Watch = async (page, selector, words) => {
  await until(`${selector} shows ${words}`, async () => {
    if (await shown(page, selector, words).isVisible()) return true;
    const link = page.getByRole("link", { name: "Refresh" });
    if (await link.isVisible()) await link.click();
    return undefined;
  });
};

/** Opens the form of an action, gives a reason and submits it. */
export const act = async (page: Page, title: string, button: string): Promise<void> => {
  await page.getByText(title, { exact: true }).click();
  await page.getByLabel(/^Reason/).fill("Changed my mind");
  await page.getByRole("button", { name: button }).click();
};

/** The shipment of an order's page. */
export const shipmentOn = async (page: Page): Promise<string> =>
  (await page.locator("#parcel").getAttribute("data-shipment")) ?? "";
