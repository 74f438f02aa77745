import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { openCurrentRules } from "../current-rules.ts";
import type { Terms } from "../domain/promotion.ts";
import { fakePromotions } from "../testing/fake-promotions.ts";
import { listOffers } from "./list-promotions.ts";

const start = new Date("2026-11-30T12:00:00.000Z");
const secondsLater = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const rule = (name: string, more: Partial<Terms> = {}): Terms => ({
  ...{ kind: "rule", name, code: null, onlyGiven: false, priority: 100, combines: true },
  ...{ benefit: { type: "percent", percent: 10 }, startsAt: start, endsAt: secondsLater(60) },
  condition: { firstOrder: false, audience: "everyone" },
  ...{ mostUses: null, perPerson: null, budgetCents: null },
  ...more,
});

it("offers end by the clock, although they are read once a second, and one that is used up is none", async () => {
  let at = start;
  const now = () => at;
  const { store, take } = fakePromotions();
  const by = () => ({ who: "staff:usr_1", why: "a test", at, key: randomUUID() });
  const begin = async (terms: Terms) => {
    const { id } = (await store.create(terms, by())).body;
    await store.command(id, "activate", by());
    return id;
  };
  await begin(rule("short", { endsAt: secondsLater(0.5) }));
  await begin(rule("long"));
  await take(await begin(rule("spent", { budgetCents: 500 })), 500);
  const currentRules = openCurrentRules(store, now);
  const names = async () => (await listOffers({ currentRules, now })).map(({ name }) => name);
  expect(await names()).toEqual(["short", "long"]);
  at = secondsLater(0.6);
  expect(await names()).toEqual(["long"]);
});
