import { Refusal, type RefusalKind } from "@caravan/contracts";
import { expect, it } from "vitest";
import { outcomeOf } from "./outcome.ts";

const refusing = (kind: RefusalKind, code: string) =>
  outcomeOf(() => Promise.reject(new Refusal({ kind, code, detail: "no" })), ["out-of-stock"]);

it("a refusal code that the order acts on is final", async () => {
  expect(await refusing("conflict", "out-of-stock")).toMatchObject({ kind: "refused", code: "out-of-stock" });
});

it.each(["invalid", "not-found", "conflict", "unprocessable", "too-large"] as const)(
  "a refusal of the request itself (%s) carries its code, so that attempts are bounded",
  async (kind) => {
    expect(await refusing(kind, "something-else")).toMatchObject({ kind: "unclear", code: "something-else" });
  },
);

it.each([
  ["not-found", "route-unknown"],
  ["conflict", "idempotency-key-in-progress"],
  ["unavailable", "provider-unavailable"],
  ["deadline", "deadline-exceeded"],
  ["too-many", "rate-limited"],
  ["forbidden", "forbidden"],
] as const)("a failure that is not about the request, %s %s, is retried", async (kind, code) => {
  const outcome = await refusing(kind, code);
  expect(outcome).toMatchObject({ kind: "unclear" });
  expect(outcome).not.toHaveProperty("code");
});
