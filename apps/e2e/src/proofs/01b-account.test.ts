import { userRoutes } from "@caravan/contracts";
import type { Browser } from "playwright-core";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newAccount, newAccountHolder } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import { launchChromium, newVisitor } from "../journey/chromium.ts";
import { cartOf, fillAddress, order, pay, putIntoCart, signIn } from "../journey/visitor.ts";

let chromium: Browser;
beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(() => chromium.close());

describe("a cart", () => {
  it("loses nothing when two tabs put different things in at the same moment", async () => {
    const { page, close } = await newVisitor(chromium);
    const other = await page.context().newPage();
    await putIntoCart(page, "tent", 1);
    await page.goto("/");
    const links = await page.locator("main .card a").all();
    const goods = await Promise.all(
      links.slice(0, 8).map(async (link) => ({
        path: (await link.getAttribute("href")) ?? "",
        name: (await link.textContent()) ?? "",
      })),
    );
    const had = await cartOf(page);
    for (let i = 0; i + 1 < goods.length; i += 2) {
      const tabs = [page, other];
      await Promise.all(tabs.map((tab, n) => tab.goto(goods[i + n]?.path ?? "")));
      await Promise.all(tabs.map((tab) => tab.getByRole("button", { name: "Add to cart" }).click()));
      await Promise.all(tabs.map((tab) => tab.waitForURL(/\/cart$/)));
    }
    const expected = new Map(Object.entries(had).map(([name, quantity]) => [name, Number(quantity)]));
    for (const { name } of goods) expected.set(name, (expected.get(name) ?? 0) + 1);
    expect(await cartOf(page)).toEqual(
      Object.fromEntries([...expected].map(([name, quantity]) => [name, String(quantity)])),
    );
    await close();
  });
});

describe("an account", () => {
  it("takes in what a guest had, tells all it holds, ends its session, and is gone once it is erased", async () => {
    const account = newAccount();
    await newAccountHolder(account);
    const { page, close } = await newVisitor(chromium);

    await putIntoCart(page, "tent", 1);
    await page.getByRole("button", { name: "Go to checkout" }).click();
    await fillAddress(page);
    await order(page);
    const bought = await pay(page);
    const wanted = await putIntoCart(page, "lantern", 3);

    await page.goto("/sign-in?next=orders");
    await signIn(page, account);
    await page.waitForURL(/\/orders$/);
    await until("the guest's order is the account's", async () => {
      await page.goto("/orders");
      return (await page.locator(`a[href="/orders/${bought}"]`).isVisible()) || undefined;
    });
    expect(await cartOf(page)).toEqual({ [wanted]: "3" });

    await page.goto("/account");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download my data" }).click(),
    ]);
    const chunks = await (await download.createReadStream()).toArray();
    const data = v.parse(userRoutes.exportMe.success.body, JSON.parse(Buffer.concat(chunks).toString()));
    expect(data.user.email).toBe(account.email);
    expect(data.orders).toContainEqual(expect.objectContaining({ id: bought }));

    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/$/);
    await page.goto(`/orders/${bought}`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Sign in to see this order");
    expect(await cartOf(page)).toEqual({});
    await page.goto("/account");
    expect(page.url()).toMatch(/\/sign-in\?next=account$/);

    await signIn(page, account);
    await page.waitForURL(/\/account$/);
    await page.getByText("Erase my account").first().click();
    await page.getByLabel("Your password").fill(account.password);
    await page.getByRole("button", { name: "Erase my account" }).click();
    await page.getByRole("heading", { name: "Your account is erased" }).waitFor();
    await page.goto("/sign-in");
    await signIn(page, account);
    await page.getByRole("alert").getByText("That did not match").waitFor();
    await close();
  });
});
