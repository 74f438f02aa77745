import { cards } from "@caravan/buyer";
import type { Page } from "playwright-core";
import { until } from "../harness/until.ts";

/** Finds a product by words, opens it and adds some pieces to the cart; returns its name. */
export const putIntoCart = async (page: Page, words: string, quantity: number): Promise<string> => {
  const name = await find(page, words);
  await add(page, quantity);
  return name;
};

/** Finds a product by words and opens it; returns its name. */
export const find = async (page: Page, words: string): Promise<string> => {
  await page.getByRole("searchbox").fill(words);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?/);
  await page.locator("main .card a").first().click();
  await page.waitForURL(/\/products\/prd_/);
  return (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
};

/** Adds pieces of the open product to the cart. */
export const add = async (page: Page, quantity: number): Promise<void> => {
  await page.getByLabel("Quantity").fill(String(quantity));
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.waitForURL(/\/cart$/);
};

/** Names and quantities in the cart, by name. */
export const cartOf = async (page: Page): Promise<Record<string, string>> => {
  await page.goto("/cart");
  const lines = await page.locator(".cart-line").all();
  const entries = lines.map(
    async (line): Promise<[string, string]> => [
      (await line.getByRole("heading").textContent()) ?? "",
      await line.getByRole("spinbutton").inputValue(),
    ],
  );
  return Object.fromEntries(await Promise.all(entries));
};

/** The fields of a sign-up. */
export interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Fills in the form for a new account, on its page. */
export const signUp = async (page: Page, { name, email, password }: Account): Promise<void> => {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
};

/** Fills in the form for signing in, on its page. */
export const signIn = async (page: Page, { email, password }: Omit<Account, "name">): Promise<void> => {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
};

/** Fills in the address, on the checkout's page. */
export const fillAddress = async (page: Page): Promise<void> => {
  await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
  await page.getByLabel("Address", { exact: true }).fill("St James's Square 12");
  await page.getByLabel("Postal code").fill("SW1Y 4LE");
  await page.getByLabel("City").fill("London");
  await page.getByLabel("Country").selectOption({ label: "United Kingdom" });
};

/** Submits the checkout; ends on the bank's page. */
export const order = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: /^Order and pay/ }).click();
  await page.waitForURL(/\/pay\//);
};

/** Enters a card on the bank's page; returns the status of the bank's reply: 303 back to the shop, or its page again. */
const enterCard = async (page: Page, card: string): Promise<number> => {
  await page.getByLabel("Card number").fill(card);
  await page.getByLabel(/^Expiry/).fill("12/39");
  await page.getByLabel(/^Security code/).fill("123");
  const [reply] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.getByRole("button", { name: /^Pay / }).click(),
  ]);
  return reply.status();
};

/** Enters declined cards until the bank declines the payment; ends on the order's page. */
export const payInVain = async (page: Page): Promise<void> => {
  while ((await enterCard(page, cards.declined)) !== 303)
    await until("the bank asks for another card", async () =>
      (await page.getByLabel("Card number").inputValue()) === "" ? true : undefined,
    );
  await page.waitForURL(/\/orders\/ord_/);
};

/** Goes back from the bank's page without paying; ends on the order's page. */
export const goBack = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: /go back/i }).click();
  await page.waitForURL(/\/orders\/ord_/);
};

/** Pays with a valid card on the bank's page; ends on the order's page and returns the order's id. */
export const pay = async (page: Page): Promise<string> => {
  await enterCard(page, cards.good);
  await page.waitForURL(/\/orders\/ord_/);
  return /ord_[0-9a-f-]+/.exec(page.url())?.[0] ?? "";
};
