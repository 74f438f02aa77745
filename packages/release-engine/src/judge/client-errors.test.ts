import fc from "fast-check";
import { expect, it } from "vitest";
import { at, demands as usual } from "../testing/looks.ts";
import { explain } from "./explain.ts";
import { judge } from "./judge.ts";
import type { Demands, Judgement } from "./judgement.ts";
import type { Counts, Look } from "./look.ts";

const demands: Demands = { ...usual, clientErrorTolerance: 0.02 };

type Refused = readonly [requests: number, refused: number | undefined];

const counts = ([requests, refused]: Refused): Counts => ({
  ...{ requests, errors: 0, durations: [] },
  ...(refused === undefined ? {} : { clientErrors: refused }),
});
const lookAt = (second: number, stable: Refused, canary: Refused): Look => ({
  ...{ outcome: "measured", from: at(second), to: at(second + 15), guards: [] },
  ...{ stable: counts(stable), canary: counts(canary) },
});
const looks = (times: number, stable: Refused, canary: Refused, from = 0): Look[] =>
  Array.from({ length: times }, (_, index) => lookAt(from + index * 15, stable, canary));

/** The judgement after each of the looks, until one asks for rollback. */
const after = (all: readonly Look[], asked = demands): Judgement => {
  let state = judge.start(asked);
  for (const look of all) {
    state = judge.look(state, look);
    if (judge.judgement(state).verdict === "rollback") break;
  }
  return judge.judgement(state);
};
const finding = ({ findings }: Judgement) => findings.find(({ rule }) => rule === "client errors");

it("a canary that refuses what the stable version takes is held at once, and rolled back when it goes on", () => {
  const broken = looks(160, [200, 2], [50, 20]);
  expect(after(broken.slice(0, 4))).toMatchObject({ verdict: "hold", rule: "client errors" });
  expect(after(broken)).toMatchObject({ verdict: "rollback", rule: "client errors" });
});

it("however many requests one caller sends wrongly for ten minutes, it rolls nothing back", () => {
  const before = looks(40, [200, 2], [50, 1]);
  const streak = looks(40, [200, 2], [250, 200], 600);
  expect(after([...before, ...streak]).verdict).toBe("hold");
});

it("where many requests are refused, a canary that refuses as many is promoted", () => {
  expect(after(looks(120, [200, 60], [50, 15]))).toMatchObject({ verdict: "promote" });
  expect(after(looks(120, [200, 60], [50, 5]))).toMatchObject({ verdict: "promote" });
});

it("a difference within the tolerance is no evidence, however long it lasts", () => {
  const judgement = after(looks(400, [1000, 20], [1000, 36]));
  expect(finding(judgement)).toMatchObject({ asks: "promote" });
});

it("without a plan that asks for it 4xx say nothing, and the judgement is as it was before there was such a rule", () => {
  const broken = looks(80, [200, 2], [50, 20]);
  const judgement = after(broken, usual);
  expect(judgement).toEqual(after(looks(80, [200, undefined], [50, undefined]), usual));
  expect([judgement.verdict, finding(judgement)]).toEqual(["promote", undefined]);
});

it("replies that are not told apart by status hold, and are no evidence against the canary", () => {
  const judgement = after(looks(80, [200, undefined], [50, undefined]));
  expect(judgement).toMatchObject({ verdict: "hold", rule: "client errors" });
  expect(explain(judgement).join(" ")).toContain("clientErrors: { judge: false }");
});

it("counts that make no sense are an outage", () => {
  const judgement = after(looks(4, [200, 2], [50, 60]));
  expect(judgement).toMatchObject({ verdict: "hold", rule: "metrics" });
});

it("all three tests together are wrong in no more releases than asked for", () => {
  const numbers = after(looks(10, [200, 2], [50, 1])).findings.flatMap(({ numbers: { threshold } }) =>
    threshold ? [1 / threshold] : [],
  );
  expect(numbers).toHaveLength(3);
  expect(numbers.reduce((sum, part) => sum + part, 0)).toBeCloseTo(demands.falseRollback, 9);
});

it("is on average worth nothing while both refuse alike: all outcomes of a block, with their probabilities", () => {
  const probability = (n: number, k: number, p: number): number => {
    let choose = 1;
    for (let i = 1; i <= k; i++) choose = (choose * (n - i + 1)) / i;
    return choose * p ** k * (1 - p) ** (n - k);
  };
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.6, noNaN: true }), (rate) => {
      const known = judge.look(judge.start(demands), lookAt(0, [400, Math.round(400 * rate)], [10, 0]));
      const before = worth(known);
      let mean = 0;
      for (let stable = 0; stable <= 12; stable++)
        for (let canary = 0; canary <= 6; canary++)
          mean +=
            probability(12, stable, rate) *
            probability(6, canary, rate) *
            worth(judge.look(known, lookAt(15, [12, stable], [6, canary])));
      expect(mean).toBeLessThanOrEqual(before * (1 + 1e-9));
    }),
    { numRuns: 30 },
  );
});

it("why says how many were refused of how many, and what would change the verdict", () => {
  const words = explain(after(looks(160, [200, 2], [50, 20]))).join(" ");
  expect(words).toMatch(
    /Client errors \(4xx\): v2 refused [\d,]+ of [\d,]+ requests \(40 %\), v1 refused [\d,]+ of [\d,]+ requests \(1 %\)/,
  );
  expect(words).toContain("2 % more is tolerated");
  expect(words).toMatch(/that v2 refuses more often than v1 is [\d,]+, and 2,000 asks for rollback/);
});

const worth = (state: Parameters<typeof judge.judgement>[0]): number =>
  finding(judge.judgement(state))?.numbers.eValue ?? 0;
