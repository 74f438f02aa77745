import * as v from "valibot";

/** The currency everything is priced in (ISO 4217). */
export const Currency = v.literal("EUR");

/** An amount of money: integer minor units (cents) and a currency, never a floating-point number. */
export const Money = v.object({
  amountCents: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  currency: Currency,
});
export type Money = v.InferOutput<typeof Money>;

/** An amount of at least one cent. */
export const SomeMoney = v.pipe(
  Money,
  v.check(({ amountCents }) => amountCents > 0, "must be at least one cent"),
);

/** Makes an amount of euros from cents. @throws RangeError when it is not a whole, non-negative number of cents. */
export const euros = (amountCents: number): Money => {
  if (!Number.isSafeInteger(amountCents) || amountCents < 0)
    throw new RangeError(`${amountCents} is not a whole, non-negative number of cents`);
  return { amountCents, currency: "EUR" };
};

/** Formats an amount: `€ 12.50`. */
export const formatMoney = (money: Money): string => {
  const cents = String(money.amountCents % 100).padStart(2, "0");
  const whole = String(Math.trunc(money.amountCents / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `€ ${whole}.${cents}`;
};
