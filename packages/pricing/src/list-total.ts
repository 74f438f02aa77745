import { Refusal } from "@caravan/contracts";

/** A line at its list price. */
interface Listed {
  readonly quantity: number;
  readonly priceCents: number;
}

const totalTooLarge = (): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "total-too-large",
    detail: "The total of this order is too large. Order fewer items.",
  });

/** A whole number below 2^53 is exact, and above it is not a safe integer: every overflow is detected. */
const exact = (cents: number): number => {
  if (!Number.isSafeInteger(cents) || cents < 0) throw totalTooLarge();
  return cents;
};

/** A line at its list price, in cents. @throws Refusal `total-too-large` when it would not be exact */
export const lineTotal = ({ priceCents, quantity }: Listed): number => exact(priceCents * quantity);

/** Lines at their list prices, in cents. @throws Refusal `total-too-large` when the sum would not be exact */
export const totalOf = (lines: readonly Listed[]): number =>
  exact(lines.reduce((sum, line) => sum + lineTotal(line), 0));
