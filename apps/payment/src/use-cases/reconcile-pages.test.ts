import fc from "fast-check";
import { expect, it } from "vitest";
import type { PaymentProvider } from "../dependencies.ts";
import { capturedMovement, feeMovement, refundedMovement } from "../domain/books.ts";
import type { StatementLine } from "../domain/reconcile.ts";
import { openFakePayments } from "../testing/fake-payments.ts";
import { make, see } from "../testing/store-fixture.ts";
import { reconcileDay } from "./reconcile-day.ts";

const date = "2026-11-21";
const ranAt = `${date}T09:30:00.000Z`;

/** One movement as each side lists it, with each side's time. */
const Fact = fc.record({
  type: fc.constantFrom("capture", "refund", "fee", "payout"),
  name: fc.integer({ min: 0, max: 9 }),
  atBank: fc.option(fc.constantFrom(-500, 300, 500), { nil: undefined }),
  inBooks: fc.boolean(),
  at: fc.constantFrom("00:05:00", "05:00:00", "09:29:58").map((time) => `${date}T${time}.000Z`),
  bankDay: fc.constantFrom(date, date, "2026-11-20"),
});
type Fact = ReturnType<typeof Fact.generate>["value"];

const payments = Array.from({ length: 10 }, make);

/** Splits each page of the provider into smaller ones. */
const cut = (provider: PaymentProvider, sizes: Iterator<number>): PaymentProvider => ({
  ...provider,
  async *statement(day) {
    for await (const page of provider.statement(day))
      for (let rest = page; rest.length > 0; ) {
        const size = Number(sizes.next().value);
        yield rest.slice(0, size);
        rest = rest.slice(size);
      }
  },
});

const outcome = async (facts: readonly Fact[], sizes?: Iterator<number>) => {
  const shop = openFakePayments();
  for (const payment of payments) {
    await shop.payments.insert(payment);
    await shop.payments.change(payment.id, (known) => ({ ...see(payment, "authorised")(known), events: [] }));
  }
  for (const { type, name, atBank, inBooks, at, bankDay } of facts) {
    const paymentId = payments[name]?.id ?? "";
    const reference = type === "capture" ? paymentId : `${type} ${name}`;
    const of: StatementLine["paymentId"] = type === "capture" || type === "refund" ? paymentId : null;
    if (atBank !== undefined)
      shop.bank.lines.push({
        ...{ type, reference, paymentId: of, amountCents: atBank },
        at: new Date(at.replace(date, bankDay)),
      });
    const booked =
      type === "capture"
        ? capturedMovement(paymentId, 500)
        : type === "refund"
          ? refundedMovement(paymentId, reference, 300)
          : feeMovement(reference, 300);
    if (inBooks) await shop.books.record([booked], new Date(at));
  }
  const { provider } = shop.bank;
  const dependencies = {
    ...shop.dependencies,
    provider: sizes === undefined ? provider : cut(provider, sizes),
  };
  expect(dependencies.now().toISOString()).toBe(ranAt);
  const result = await reconcileDay(dependencies, date);
  const hastened = [...shop.rows.values()].filter(({ dueAt }) => dueAt !== null).map(({ id }) => id);
  return { result, hastened, books: shop.movements.map(({ id: _, ...it }) => it), counted: shop.counted };
};

it("any split of the statement into pages gives the same reconciliation, the same books and the same work", async () => {
  const Sizes = fc.infiniteStream(fc.integer({ min: 1, max: 4 }));
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(Fact, { maxLength: 25 }), Sizes, async (facts, sizes) => {
      const whole = await outcome(facts);
      expect(await outcome(facts, sizes[Symbol.iterator]())).toEqual(whole);
      for (const { kind } of whole.result.differences) seen.add(kind);
      if (whole.hastened.length > 0) seen.add("hastened");
      if (whole.result.matchedLines > 0) seen.add("matched");
    }),
    { numRuns: 200 },
  );
  const all = ["amount-differs", "hastened", "matched", "missing-at-bank", "missing-in-books"];
  expect([...seen].sort()).toEqual(all);
});

it("the next page is read after the previous one is processed, so that memory stays bounded", async () => {
  const shop = openFakePayments();
  const order: string[] = [];
  const { provider } = shop.bank;
  const paged: PaymentProvider = {
    ...provider,
    async *statement() {
      for (const page of ["1", "2"]) {
        order.push(`page ${page}`);
        yield [{ type: "fee", reference: page, paymentId: null, amountCents: 1, at: new Date(ranAt) }];
      }
    },
  };
  const books = {
    ...shop.books,
    record: async (...asked: Parameters<typeof shop.books.record>) => {
      order.push(`booked ${asked[0][0]?.reference}`);
      await shop.books.record(...asked);
    },
  };
  await reconcileDay({ ...shop.dependencies, provider: paged, books }, date);
  expect(order).toEqual(["page 1", "booked 1", "page 2", "booked 2"]);
});
