import { expect, it } from "vitest";
import { openFakePayments } from "../testing/fake-payments.ts";
import { reconcileRecentDays } from "./reconcile-recent-days.ts";

it("reconciling is done by itself for a week back, as often as a day may have changed and no more", async () => {
  const shop = openFakePayments();
  const asked: string[] = [];
  const { provider } = shop.bank;
  const dependencies = {
    ...shop.dependencies,
    provider: {
      ...provider,
      statement: (date: string) => {
        asked.push(date);
        return provider.statement(date);
      },
    },
  };
  let failed = 0;
  const work = async () => {
    asked.length = 0;
    const done = await Promise.allSettled([1, 2].map(() => reconcileRecentDays(dependencies, 3600)));
    failed = done.filter(({ status }) => status === "rejected").length;
    return asked.map((date) => date.slice(-2)).join(" ");
  };
  expect(await work()).toBe("15 16 17 18 19 20 21");
  expect(await work()).toBe("");
  shop.later(3_700);
  expect(await work()).toBe("20 21");
  shop.later(24 * 3600);
  expect(await work()).toBe("20 21 22");
  shop.later(2 * 24 * 3600);
  shop.bank.faults.push("down");
  expect([(await work()).slice(0, 2), failed]).toEqual(["21", 1]);
  shop.later(3_700);
  expect([await work(), failed]).toEqual(["21 23 24", 0]);
});
