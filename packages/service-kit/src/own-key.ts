import { Refusal } from "@caravan/contracts";

/**
 * For routes whose key is the id they are about, so that the effect itself remembers the key.
 *
 * @throws Refusal `idempotency-key-mismatch` when the key is another one
 */
export const requireKey = (given: string, expected: string): void => {
  if (given === expected) return;
  throw new Refusal({
    kind: "unprocessable",
    code: "idempotency-key-mismatch",
    detail: `The Idempotency-Key of this request must be ${expected}.`,
  });
};
