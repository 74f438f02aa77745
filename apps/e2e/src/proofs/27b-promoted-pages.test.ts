import { euros, type PromotionFile } from "@caravan/contracts";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { activePromotion, commandPromotion, giveCoupon } from "../harness/promotion.ts";
import { newAccount, newAccountHolder } from "../harness/shopper.ts";
import { launchChromium, newVisitor } from "../journey/chromium.ts";
import { ways } from "../journey/journey.ts";
import { fillAddress, order, pay, putIntoCart, signIn } from "../journey/visitor.ts";

let chromium: Browser;
const made: PromotionFile[] = [];
beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(async () => {
  await chromium.close();
  for (const { id } of made) await commandPromotion(id, "end");
});

describe.each(ways)("a shopper, $who", ({ options }) => {
  it("finds a coupon that was given to the account, uses it in the cart by one button, and sees it used", async () => {
    const account = newAccount();
    const { session } = await newAccountHolder(account);
    const code = `GIVEN-${crypto.randomUUID().slice(0, 8).toUpperCase()}`;
    const coupon = await activePromotion({
      ...{ kind: "coupon", name: "Ten euros", code, onlyGiven: true, limits: { perPerson: 1 } },
      benefit: { type: "amount", amount: euros(1_000) },
    });
    made.push(coupon);
    await giveCoupon(coupon.id, session.subject);
    const { page, barriers, close } = await newVisitor(chromium, options);
    const found: string[] = [];
    const shown = page.getByRole("main").getByRole("listitem").filter({ hasText: code });

    await page.goto("/sign-in?next=account");
    await signIn(page, account);
    await page.waitForURL(/\/account$/);
    await shown.getByText("not used yet").waitFor();
    found.push(...(await barriers()));
    await putIntoCart(page, "tent", 1);
    found.push(...(await barriers()));
    await page.getByRole("button", { name: "Use coupon" }).click();
    await shown.getByText("counts").waitFor();
    await page.getByRole("button", { name: "Go to checkout" }).click();
    await fillAddress(page);
    await order(page);
    await pay(page);
    await page.goto("/account");
    await shown.getByText("used", { exact: true }).waitFor();
    expect(found).toEqual([]);
    await close();
  });
});
