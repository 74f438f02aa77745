import { Payment, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { failLast, openCaptured } from "./testing/one-payment.ts";

/** A refund of twenty euros by command that the shopper's bank sent back. */
const openOwed = async () => {
  const shop = await openCaptured();
  await shop.refund(shop.id, 2_000);
  await failLast(shop)();
  const backCents = () =>
    shop.bank.lines.reduce((sum, line) => sum + (signs[line.type] ?? 0) * line.amountCents, 0);
  return { ...shop, backCents };
};
const signs: Readonly<Record<string, number>> = { refund: 1, "refund-failed": -1 };
const problem = async (reply: Response) => v.parse(Problem, await reply.json());
const payment = async (reply: Response) => v.parse(Payment, await reply.json());

describe("a refund that failed and is owed", () => {
  it("is given back by a retry alone: a new one beside it is refused in words that name it", async () => {
    const { id, row, refund, retry, listed, backCents } = await openOwed();
    const [lost] = row()?.refunds ?? [];
    const refused = await problem(await refund(id, 2_000));
    expect(refused).toMatchObject({ status: 409, code: "refund-still-owed" });
    expect(refused.detail).toContain(`Refund ${lost?.id} of`);
    expect(refused.detail).toContain(`Retry payment ${id}`);
    expect([backCents(), row()?.refunds.length]).toEqual([0, 1]);
    expect(await payment(await retry())).toMatchObject({ refunded: { amountCents: 2_000 } });
    expect([backCents(), await listed()]).toEqual([2_000, []]);
    expect((await refund(id, 100)).status).toBe(200);
  });

  it.each(["the retry first", "the new refund first"])(
    "is given back once when staff does both at once: %s",
    async (order) => {
      const { id, refund, retry, bank, workFor, backCents } = await openOwed();
      bank.refunds.next = "pending";
      const both = [() => retry(), () => refund(id, 2_000)];
      const replies = await Promise.all(
        (order === "the retry first" ? both : both.toReversed()).map((go) => go()),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
      bank.refunds.next = "succeeded";
      await workFor(1);
      await retry("staff-2");
      expect(backCents()).toBe(2_000);
    },
  );

  it("may be part of all that is left, and is not given back once more by a retry", async () => {
    const { id, refund, retry, listed, backCents } = await openOwed();
    expect(await payment(await refund(id, 5_000))).toMatchObject({ refunded: { amountCents: 5_000 } });
    expect(await listed()).toEqual([]);
    await retry();
    expect(backCents()).toBe(5_000);
  });
});
