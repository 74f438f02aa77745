import { newId, type Offer, Refusal } from "@caravan/contracts";
import { useShared } from "@caravan/service-kit";
import { expect, test, vi } from "vitest";
import { createOffers } from "./offers.ts";

const rule: Offer = {
  ...{ id: newId("prm"), name: "Spring", benefit: { type: "percent", percent: 10 }, priority: 0 },
  condition: { firstOrder: false, audience: "everyone" },
  ...{ combines: true, until: "2026-12-24T00:00:00.000Z" },
};
const open = (listOffers: () => Promise<{ items: Offer[] }>) => {
  const clock = { time: 1, now: () => clock.time };
  const offers = createOffers({ listOffers }, { freshSeconds: 2, clock, countRead: () => {} });
  const later = async () => {
    clock.time += 61_999;
    await offers.list();
    await new Promise((resolve) => setImmediate(resolve));
    return useShared(await offers.list());
  };
  return { offers, later };
};

test("rules that have not changed are the same ones, so that no page is made again for them", async () => {
  const listOffers = vi.fn(async () => ({ items: [structuredClone(rule)] }));
  const { offers, later } = open(listOffers);
  const first = useShared(await offers.list());
  expect([await later(), listOffers.mock.calls.length]).toEqual([first, 2]);
  expect(await later()).toBe(first);
  listOffers.mockResolvedValueOnce({ items: [{ ...rule, name: "Summer" }] });
  expect(await later()).toMatchObject([{ name: "Summer" }]);
});

test("a promotion that hangs holds up no page: the rules of before, then none", async () => {
  const listOffers = vi.fn(async () => ({ items: [rule] }));
  const { offers, later } = open(listOffers);
  await offers.list();
  const hanging = Promise.withResolvers<{ items: Offer[] }>();
  listOffers.mockReturnValueOnce(hanging.promise);
  expect(await later()).toEqual([rule]);
  hanging.reject(new Refusal({ kind: "deadline", code: "deadline-exceeded", detail: "late" }));
  await vi.waitFor(async () => expect(useShared(await offers.list())).toBeUndefined());
});
