import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import type { History, Tests } from "../domain/history.ts";
import { chart, type Level, type Point } from "./chart.ts";
import { figure, rate, said } from "./figures.ts";
import { type Stage, shared, valuesOf } from "./stage.ts";
import { table } from "./table.ts";

const level = (value: number | null | undefined, label: string, look: string): Level[] =>
  value === null || value === undefined ? [] : [{ value, label, look }];

/** Evidence that the new version is worse, against the values from which on it is rolled back. */
export const evidenceChart = ({ tests }: History, stage: Stage): Fragment => {
  const points = (pick: (test: Tests) => number | null) =>
    tests.map((test) => ({ at: test.at, value: pick(test) }));
  const [errors, latency, refusals] = [
    points((test) => test.errors),
    points((test) => test.latency),
    points((test) => test.refusals),
  ];
  const { errorsLimit = null, latencyLimit = null, refusalsLimit = null } = tests.at(-1) ?? {};
  const limits = [errorsLimit ?? 100, latencyLimit ?? 100, refusalsLimit ?? 100];
  const most = Math.max(...limits, ...valuesOf(errors, latency, refusals));
  const peak = (line: readonly Point[]) => said(Math.max(0, ...valuesOf(line)), figure);
  return chart({
    ...shared(stage),
    id: "evidence",
    title: "Evidence that it is worse",
    summary: `more errors: at most ${peak(errors)}, rolled back from ${said(errorsLimit, figure)}; slower: at most ${peak(latency)}, rolled back from ${said(latencyLimit, figure)}; more 4xx: at most ${peak(refusals)}, rolled back from ${said(refusalsLimit, figure)}.`,
    scale: "log",
    domain: [0.1, most * 2],
    lines: [
      { name: "fails more often", look: "canary", points: errors },
      { name: "is slower", look: "slower", points: latency },
      ...(refusalsLimit === null
        ? []
        : [{ name: "refuses more often", look: "stable thin", points: refusals }]),
    ],
    levels: [
      ...level(errorsLimit, "rolled back for errors", "limit"),
      ...level(latencyLimit, "rolled back for latency", "limit thin"),
      ...level(refusalsLimit, "rolled back for 4xx", "stable thin"),
    ],
    show: figure,
    note: "E-values: one of 100 is as rare as 1 in 100 while the new version is no worse. From 1.5 on no step is promoted.",
    table: table(["Time", "Fails more often", "Is slower", "Refuses more often"], tests, (test) => [
      stage.moments.hour(test.at),
      said(test.errors, figure),
      said(test.latency, figure),
      said(test.refusals, figure),
    ]),
  });
};

/** What the error rate of the new version is at most, against what the next step asks for. */
export const boundChart = ({ tests }: History, stage: Stage): Fragment => {
  const points = (pick: (test: Tests) => number | null) =>
    tests.map((test) => ({ at: test.at, value: pick(test) }));
  const [bound, asked, usual] = [
    points((test) => test.bound),
    points((test) => test.asked),
    points((test) => test.usual),
  ];
  const values = valuesOf(bound, asked, usual).filter((value) => value > 0);
  const last = tests.at(-1);
  return chart({
    ...shared(stage),
    id: "bound",
    title: "Proof that it is good enough",
    summary: `the error rate of the new version is at most ${said(last?.bound, rate)}, and ${said(last?.asked, rate)} is asked for.`,
    scale: "log",
    domain: [Math.min(0.001, ...values) * 0.8, Math.min(1, Math.max(0.1, ...values) * 1.6)],
    lines: [
      { name: "at most (bound)", look: "canary", points: bound, stays: true },
      { name: "asked for", look: "limit", points: asked, stays: true },
      { name: "version before", look: "stable thin", points: usual },
    ],
    show: rate,
    note: html`A step is promoted once the bound is below what is asked for: later steps ask for less, since more customers depend on it.`,
    table: table(["Time", "At most", "Asked for", "Before"], tests, (test) => [
      stage.moments.hour(test.at),
      said(test.bound, rate),
      said(test.asked, rate),
      said(test.usual, rate),
    ]),
  });
};
