import { euros } from "@caravan/contracts";
import { expect, it, vi } from "vitest";
import { listCents, openPromotedShop } from "./testing/promoted-shop.ts";

/** The answer of a promotion that does not answer. */
const away = { kind: "unclear", cause: new Error("no answer") } as const;

it("an order misses its discount when promotion is away and rules counted, and is counted only then", async () => {
  const countDiscountMissed = vi.fn();
  const { place, state } = openPromotedShop({ countDiscountMissed });
  const placed = async (wish: object = {}) => [
    (await place(wish)).status,
    countDiscountMissed.mock.calls.length,
  ];
  expect(await placed(), "no rule counts").toEqual([201, 0]);
  state.ruleCents = 700;
  expect(await placed()).toEqual([201, 0]);
  state.tried.push(away);
  expect(await placed(), "it is away for its try").toEqual([201, 1]);
  state.tried.push(away);
  expect(await placed({ agreedTotal: euros(listCents - 700) }), "nothing is ordered").toEqual([503, 1]);
  state.ruleCents = undefined;
  expect(await placed(), "no rule counted when it last answered").toEqual([201, 1]);
  state.hadRules = true;
  expect(await placed(), "a rule counted when it last answered").toEqual([201, 2]);
});
