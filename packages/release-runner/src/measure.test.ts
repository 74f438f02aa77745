import { defaultPlan } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { findDialect } from "./dialect.ts";
import { bucketsOf, growth, measure } from "./measure.ts";
import type { Query, Sample } from "./ports.ts";

const from = new Date("2026-11-29T10:00:00Z");
const to = new Date("2026-11-29T10:00:15Z");
const window = { from, to };
const rhythm = { sampleSeconds: 15 };
/** When the first samples after the window are there. */
const sampledTo = to.getTime() + 15_000;
const at = (moment: Date) => moment.toISOString();

/** Answers the queries that contain a text, by time. */
const answering =
  (answers: Readonly<Record<string, (at: Date) => readonly Sample[]>>): Query =>
  async (promql, moment) =>
    Object.entries(answers).find(([part]) => promql.includes(part))?.[1](moment) ?? [];

const counted = (value: number, labels: Record<string, string> = {}): Sample => ({ labels, value });

const shop = (answers: Parameters<typeof answering>[0] = {}) =>
  answering({
    "count(envoy": () => [counted(4)],
    "[|]v1[|]order": (moment) => [
      counted(moment.getTime() < sampledTo ? 100 : 140, { response_code_class: "2xx", pod: "a" }),
      counted(moment.getTime() < sampledTo ? 5 : 6, { response_code_class: "5xx", pod: "a" }),
    ],
    "[|]v2[|]order": (moment) =>
      moment.getTime() < sampledTo ? [] : [counted(9, { response_code_class: "5xx", pod: "b" })],
    ...answers,
  });

test("counters that are new, began anew or are gone count what grew since", () => {
  const before = [counted(5, { pod: "a" }), counted(50, { pod: "b" }), counted(7, { pod: "gone" })];
  const after = [counted(8, { pod: "a" }), counted(2, { pod: "b" }), counted(4, { pod: "new" })];
  expect(growth(before, after).map(({ value }) => value)).toEqual([3, 2, 4]);
});

test("cumulative buckets of several pods become buckets of their own, in milliseconds", () => {
  const grown = [
    counted(3, { le: "0.01", pod: "a" }),
    counted(2, { le: "0.01", pod: "b" }),
    counted(9, { le: "+Inf", pod: "a" }),
    counted(6, { le: "0.05", pod: "a" }),
    counted(2, { le: "+Inf", pod: "b" }),
    counted(2, { le: "0.05", pod: "b" }),
  ];
  expect(bucketsOf(grown)).toEqual([
    { upToMilliseconds: 10, requests: 5 },
    { upToMilliseconds: 50, requests: 3 },
    { upToMilliseconds: null, requests: 3 },
  ]);
});

test("requests from before the window that are sampled in it are not counted", async () => {
  // A sample shows what the counter was at the last scrape; there was one 12 s before the window, and 1,000 requests until it.
  const scrapes = [-12, 3, 18].map((seconds) => from.getTime() + seconds * 1000);
  const counter: Record<number, number> = { 0: 0, 1: 1_000, 2: 1_040 };
  const query = shop({
    "[|]v1[|]order": (moment) => {
      const last = scrapes.findLastIndex((scrape) => scrape <= moment.getTime());
      return [counted(counter[last] ?? 0, { response_code_class: "2xx", pod: "a" })];
    },
  });
  expect(await measure(query, defaultPlan("order"), window, rhythm)).toMatchObject({
    stable: { requests: 40 },
  });
});

test("a look counts both versions in one window, at the callers", async () => {
  expect(await measure(shop(), defaultPlan("order"), window, rhythm)).toEqual({
    outcome: "measured",
    from: at(from),
    to: at(to),
    stable: { requests: 41, errors: 1, durations: [] },
    canary: { requests: 9, errors: 9, durations: [] },
    guards: [],
  });
});

test.each([
  [[counted(0.5)], 0.5],
  [[], null],
  [[counted(Number.NaN)], null],
  [[counted(1), counted(2)], null],
])("a guard's value is one number, or none: %j", async (samples, value) => {
  const plan = { ...defaultPlan("order"), guards: [{ name: "queue", query: "queue_length", above: 9 }] };
  const look = await measure(shop({ queue_length: () => samples }), plan, window, rhythm);
  expect(look).toMatchObject({ guards: [{ name: "queue", value }] });
});

test("an outage of metrics is no look at a version", async () => {
  const down: Query = async () => {
    throw new Error("victoria-metrics does not answer");
  };
  for (const query of [down, answering({})]) {
    const look = await measure(query, defaultPlan("order"), window, rhythm);
    expect(look.outcome).toBe("unavailable");
  }
});

test("Istio's own metrics are preferred; there a request without any reply is an error", async () => {
  const both = answering({ "count(istio": () => [counted(1)], "count(envoy": () => [counted(1)] });
  const dialect = await findDialect(both, to);
  expect(dialect.name).toBe("istio");
  const codes = ["200", "404", "503", "0"].map((response_code) =>
    dialect.isError(counted(1, { response_code })),
  );
  expect(codes).toEqual([false, false, true, true]);
});

const told = (dialect: "istio" | "envoy", codes: Readonly<Record<string, number>>) =>
  answering({
    [`count(${dialect}`]: () => [counted(1)],
    v2: (moment) =>
      moment.getTime() < sampledTo
        ? []
        : Object.entries(codes).flatMap(([response_code, value]) => [
            counted(value, { response_code }),
            // Envoy counts each reply once more by its class.
            ...(dialect === "envoy"
              ? [counted(value, { response_code_class: `${response_code[0]}xx` })]
              : []),
          ]),
  });

test.each(["istio", "envoy"] as const)(
  "replies of 4xx are counted once, but for those that are no version's doing: %s",
  async (dialect) => {
    const query = told(dialect, { 200: 50, 400: 3, 403: 1, 404: 2, 408: 9, 429: 20, 503: 4 });
    expect(await measure(query, defaultPlan("order"), window, rhythm)).toMatchObject({
      canary: { requests: 89, errors: 4, clientErrors: 6 },
    });
    const { clientErrors: _, ...without } = defaultPlan("order");
    const look = await measure(query, without, window, rhythm);
    expect(look.outcome === "measured" && look.canary).not.toHaveProperty("clientErrors");
  },
);

test("a version whose replies are not told by their status has no count of 4xx, and one without replies has none of them", async () => {
  const look = await measure(shop({ "[|]v2[|]order": () => [] }), defaultPlan("order"), window, rhythm);
  if (look.outcome !== "measured") throw new Error("it is measured");
  expect(look.stable).not.toHaveProperty("clientErrors");
  expect(look.canary.clientErrors).toBe(0);
});
