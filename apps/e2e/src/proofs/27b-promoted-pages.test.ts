import { euros, type PromotionFile } from "@caravan/contracts";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { without } from "../harness/outage.ts";
import { activePromotion, commandPromotion, giveCoupon } from "../harness/promotion.ts";
import { newAccount, newAccountHolder } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import { launchChromium, newVisitor } from "../journey/chromium.ts";
import { ways } from "../journey/journey.ts";
import { fillAddress, find, order, pay, putIntoCart, signIn } from "../journey/visitor.ts";

/** No other proof orders it with an account. */
const sku = "CAR-0021";
let chromium: Browser;
const made: PromotionFile[] = [];
beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(async () => {
  await chromium.close();
  for (const { id } of made) await commandPromotion(id, "end");
});

const promote = async (terms: Parameters<typeof activePromotion>[0]): Promise<PromotionFile> => {
  const file = await activePromotion(terms);
  made.push(file);
  return file;
};

describe.each(ways)("a shopper, $who", ({ options }) => {
  it("finds a coupon that was given to the account, uses it in the cart by one button, and sees it used", async () => {
    const account = newAccount();
    const { session } = await newAccountHolder(account);
    const code = `GIVEN-${crypto.randomUUID().slice(0, 8).toUpperCase()}`;
    const coupon = await promote({
      ...{ kind: "coupon", name: "Ten euros", code, onlyGiven: true, limits: { perPerson: 1 } },
      benefit: { type: "amount", amount: euros(1_000) },
    });
    await giveCoupon(coupon.id, session.subject);
    const { page, barriers, close } = await newVisitor(chromium, options);
    const found: string[] = [];
    const shown = page.getByRole("main").getByRole("listitem").filter({ hasText: code });

    await page.goto("/sign-in?next=account");
    await signIn(page, account);
    await page.waitForURL(/\/account$/);
    await shown.getByText("can be used").waitFor();
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

  it("reads on an article's page what rules take off it, and is sold it at the list price while promotion is down", async () => {
    const name = `Proof ${crypto.randomUUID().slice(0, 8)}`;
    await promote({
      ...{ kind: "rule", name, benefit: { type: "percent", percent: 10 } },
      // For accounts alone: what other proofs order as guests costs what it did.
      condition: { skus: [sku], audience: "accounts" },
    });
    const { page, barriers, close } = await newVisitor(chromium, options);
    await find(page, sku);
    const isShown = async (wanted: boolean) => {
      await page.reload();
      return (await page.getByText(name).isVisible()) === wanted ? true : undefined;
    };
    await until("its page names the rule", () => isShown(true));
    await page.getByText("Member price").first().waitFor();
    expect(await barriers()).toEqual([]);
    await without("promotion", async () => {
      await until("its page is shown without rules", () => isShown(false));
      await page.getByRole("button", { name: "Add to cart" }).click();
      await page.getByText("these are list prices").waitFor();
    });
    await close();
  });
});
