import { Session, userRoutes } from "@caravan/contracts";
import type { Browser } from "playwright-core";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newAccount, newAccountHolder, newShopper } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import { launchChromium, newVisitor } from "../journey/chromium.ts";
import { cartOf, fillAddress, order, pay, putIntoCart, signIn } from "../journey/visitor.ts";

let chromium: Browser;
beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(() => chromium.close());

describe("a cart", () => {
  it("loses nothing when two tabs add different items at the same time", async () => {
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
  it("gets the guest's things, exports its data, signs out, and is gone once it is erased", async () => {
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

/** Calls a route of user from a separate address. */
const ask = async (path: string, body: object) =>
  (await newShopper()).send("POST", path, {
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

describe("a session", () => {
  it("survives a lost reply to its renewal, and ends when a superseded token is used", async () => {
    const { session } = await newShopper();
    const renew = async (refreshToken: string) => ask(userRoutes.refreshSession.path, { refreshToken });
    const tokens = [];
    for (let i = 0; i < 3; i += 1)
      tokens.push(v.parse(Session, (await renew(session.refreshToken)).json()).refreshToken);
    expect(new Set(tokens).size).toBe(1);
    const next = v.parse(Session, (await renew(tokens[0] ?? "")).json());
    for (const token of [session.refreshToken, next.refreshToken])
      expect((await renew(token)).status).toBe(401);
  });
});

describe("signing in", () => {
  it("works for the owner, whatever attackers try from elsewhere, and from a known device anywhere", async () => {
    const account = newAccount();
    const { email, password } = account;
    const { session } = await newAccountHolder(account);
    const { path } = userRoutes.signIn;
    const attacker = await newShopper();
    const attack = { headers: { "content-type": "application/json" } };
    const guess = JSON.stringify({ email, password: "a wrong password" });
    const guesses = [];
    for (let i = 0; i < 15; i += 1)
      guesses.push(await attacker.send("POST", path, { ...attack, body: guess }));
    const statuses = guesses.map(({ status }) => status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses).toContain(429);
    expect((await ask(path, { email, password })).status).toBe(201);
    const known = JSON.stringify({ email, password, deviceToken: session.deviceToken });
    expect((await attacker.send("POST", path, { ...attack, body: known })).status).toBe(201);
  });

  it("accepts every e-mail address that a browser's field accepts", async () => {
    const unique = crypto.randomUUID().slice(0, 8);
    for (const email of [
      `o'brien.${unique}@example.ie`,
      `a&b.${unique}@example.com`,
      `${unique}@xn--mnchen-3ya.de`,
    ]) {
      const { password, name } = newAccount();
      expect((await ask(userRoutes.signUp.path, { email, password, name })).status).toBe(201);
      const inWords = email.replace("xn--mnchen-3ya", "München");
      expect((await ask(userRoutes.signIn.path, { email: inWords, password })).status).toBe(201);
    }
  });
});
