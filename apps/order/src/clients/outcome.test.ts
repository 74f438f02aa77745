import { Refusal, type RefusalKind } from "@caravan/contracts";
import { expect, it } from "vitest";
import { outcomeOf } from "./outcome.ts";

const refusing = (kind: RefusalKind, code: string) =>
  outcomeOf(() => Promise.reject(new Refusal({ kind, code, detail: "no" })), ["out-of-stock"]);

it("a refusal that something follows from is one for good", async () => {
  expect(await refusing("conflict", "out-of-stock")).toMatchObject({ kind: "refused", code: "out-of-stock" });
});

it.each(["invalid", "not-found", "conflict", "unprocessable", "too-large"] as const)(
  "what the callee says of the request (%s) carries its code, so that it is not asked for ever",
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
] as const)("what was not said of the request, %s %s, may be otherwise next time", async (kind, code) => {
  const outcome = await refusing(kind, code);
  expect(outcome).toMatchObject({ kind: "unclear" });
  expect(outcome).not.toHaveProperty("code");
});
