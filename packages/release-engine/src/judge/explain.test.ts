import { expect, it } from "vitest";
import { explain } from "./explain.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";

const evidence = {
  rule: "evidence",
  asks: "hold",
  numbers: {
    canaryRequests: 188,
    minimumRequests: 100,
    requestsPerMinute: 12.5,
    stableRate: 0.004,
    upperBound: 0.034,
    asked: 0.02,
    confidence: 0.99,
    nextShare: 0.5,
  },
  missingRequests: 112,
} as const;

const errors = (asks: "promote" | "rollback", eValue: number) =>
  ({
    rule: "errors",
    asks,
    numbers: {
      canaryRequests: 188,
      canaryErrors: 1,
      stableRequests: 2310,
      stableErrors: 9,
      eValue,
      holdsFrom: 1.5,
      threshold: 125,
    },
  }) as const;

it("a step that waits says for how many requests, how long, and for which bound", () => {
  const judgement: Judgement = {
    verdict: "hold",
    rule: "evidence",
    findings: [errors("promote", 0.4), evidence],
  };
  expect(explain(judgement)).toEqual([
    "Hold: 112 more requests of v2 are needed, about 9 minutes at this rate.",
    "The error rate of v2 is at most 3.4 % by a 99 % bound; 2 % is asked for before v2 serves 50 % of the requests.",
    "v2 answered 188 requests in this step, 100 are asked for.",
    "Errors: v2 failed 1 of 188 requests (0.53 %), v1 failed 9 of 2,310 requests (0.39 %) in the same windows.",
    "The evidence that v2 fails more often than v1 is 0.4; from 1.5 on the step is held, from 125 on it is rolled back.",
  ]);
});

it("a rollback says what decided, with its query", () => {
  const judgement: Judgement = { verdict: "rollback", rule: "errors", findings: [errors("rollback", 160)] };
  expect(explain(judgement, { canary: "the canary", queries: { errors: "sum(rate(x))" } })).toEqual([
    "Roll back the canary, because of errors.",
    "Errors: the canary failed 1 of 188 requests (0.53 %), v1 failed 9 of 2,310 requests (0.39 %) in the same windows.",
    "The evidence that the canary fails more often than v1 is 160, and 125 asks for rollback.",
    "Its query: sum(rate(x))",
  ]);
});

it("has words for every rule of a release that has seen nothing", () => {
  const demands = {
    falseRollback: 0.01,
    falsePromotion: 0.05,
    errorTolerance: 0.01,
    latencyTolerance: 1.1,
    minimumRequests: 10,
    guards: [{ name: "memory", above: 400 }],
  };
  const state = judge.look(judge.start(demands), {
    outcome: "unavailable",
    from: "2026-01-01T00:00:00.000Z",
    to: "2026-01-01T00:00:15.000Z",
    reason: "timeout",
  });
  const words = explain(judge.judgement(state)).join("\n");
  for (const word of [
    "Errors:",
    "Latency:",
    "Guard memory:",
    "Metrics: none in the last look (15 s)",
    "no bound yet",
  ])
    expect(words).toContain(word);
});
