import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readPlan } from "../plan/lint.ts";
import { thresholdOf } from "./condition.ts";
import { importPlan } from "./import-plan.ts";

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.yaml`, import.meta.url), "utf8");
const noteOn = (notes: ReturnType<typeof importPlan>["notes"], field: string) =>
  notes.find((note) => note.field.endsWith(field))?.why;

test("a Flagger Canary becomes a plan without a fault", () => {
  const { service, text } = importPlan(fixture("flagger"));
  const { plan, faults } = readPlan(text, { service: "order" });
  expect(faults).toEqual([]);
  expect(service).toBe("order");
  expect(plan?.steps.map(({ weight, gates }) => [weight, gates])).toEqual([
    [200, []],
    [400, []],
    [500, ["approval"]],
  ]);
  expect(plan?.demands.errorTolerance).toBe(0.005);
  expect(plan?.cohorts.customers).toBe(true);
  expect(plan?.notifications).toEqual([{ receiver: "release-desk", on: ["held", "rolled back", "frozen"] }]);
  expect(plan?.guards).toMatchObject([{ name: "not-found-share", above: 5 }]);
  expect(plan?.guards[0]?.query).toMatch(/destination_workload="order-v2".*namespace="shop".*"404"}\[2m\]/);
});

test("what a plan cannot say of a Canary is listed with the reason, in the file as well", () => {
  const { notes, text } = importPlan(fixture("flagger"));
  expect(noteOn(notes, "(elsewhere)")).toMatch(/not datadog/);
  expect(noteOn(notes, "(apdex)")).toMatch(/apdex is not in the file/);
  expect(noteOn(notes, "(load)")).toMatch(/no customer sent/);
  expect(noteOn(notes, "analysis.threshold")).toMatch(/not counted/);
  expect(noteOn(notes, "(request-duration)")).toMatch(/factor/);
  for (const { field } of notes) expect(text).toContain(`# - ${field}`);
});

test("an Argo Rollout becomes a plan without a fault", () => {
  const { text } = importPlan(fixture("argo"));
  const { plan, faults } = readPlan(text, { service: "order" });
  expect(faults).toEqual([]);
  expect(plan?.steps.map(({ weight, gates }) => [weight, gates])).toEqual([
    [5, []],
    [200, ["approval"]],
  ]);
  expect(plan?.guards).toMatchObject([
    { name: "success-rate", below: 0.95 },
    { name: "restarts", above: 2, below: 0 },
  ]);
  expect(plan?.guards[0]?.query).toMatch(/"order\.shop\.svc\.cluster\.local",.*\[5m\]/);
  expect(plan?.cohorts.first).toEqual(["staff"]);
  expect(plan?.after).toBe(900_000);
  expect(plan?.notifications).toEqual([
    { receiver: "releases", on: ["rolled back"] },
    { receiver: "desk", on: ["rolled back", "awaiting approval"] },
  ]);
});

test("what a plan cannot say of a Rollout is listed with the reason", () => {
  const { notes } = importPlan(fixture("argo"));
  expect(noteOn(notes, "steps[3].pause")).toMatch(/not after 10m/);
  expect(noteOn(notes, "steps[1].setCanaryScale")).toMatch(/chart/);
  expect(noteOn(notes, "(lenient)")).toMatch(/isNaN/);
  expect(noteOn(notes, "(smoke)")).toMatch(/not job/);
  expect(noteOn(notes, "setHeaderRoute")).toMatch(/x-release-cohort, not x-user-group/);
});

test("a field that a plan has nothing like is said, whatever it is called", () => {
  const canary =
    "kind: Canary\nmetadata: { name: a }\nspec: { targetRef: { name: a }, revertOnDeletion: true, analysis: { stepWeight: 10, mirrorWeight: 5 } }";
  const { notes } = importPlan(canary);
  for (const field of ["spec.revertOnDeletion", "spec.analysis.mirrorWeight"])
    expect(noteOn(notes, field)).toMatch(/nothing like it/);
  const text = rollout("a", "stableService: a, antiAffinity: {}, steps: [{ setWeight: 5, surprise: 1 }]");
  const said = importPlan(
    text.replace("name: a", "name: a, annotations: { notifications.argoproj.io/subscribe.on-x.slack: b }"),
  ).notes;
  expect(said.map(({ field }) => field)).toEqual([
    ...["spec.strategy.canary.steps[0].surprise", "metadata.annotations (on-x)"],
    ...["spec.strategy.canary.stableService", "spec.strategy.canary.antiAffinity"],
  ]);
});

test.each([
  ["result[0] >= 0.95", undefined, { below: 0.95 }],
  ["result < 5 && result > 1", undefined, { above: 5, below: 1 }],
  [undefined, "result[0] > 0.1", { above: 0.1 }],
  ["result[0] > 0.9 || isNaN(result[0])", undefined, undefined],
  [undefined, undefined, undefined],
])("the condition %s, or not %s, is the threshold %o", (success, failure, threshold) => {
  expect(thresholdOf(success, failure)).toEqual(threshold);
});

test("what is neither is refused in words", () => {
  expect(() => importPlan("kind: Deployment")).toThrow(/no Canary of Flagger and no Rollout/);
  expect(() => importPlan("kind: Canary\nmetadata: { name: a }\nspec: {}")).toThrow(
    /Canary cannot be read: spec\.targetRef/,
  );
  expect(() => importPlan("kind: [")).toThrow(/not YAML/);
});

const rollout = (name: string, steps: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: ${name} }\nspec: { strategy: { canary: { ${steps} } } }\n`;

test("a template whose arguments are numbers, as in Argo's own examples, is read", () => {
  const { text } =
    importPlan(`${rollout("a", "analysis: { templates: [{ templateName: t }] }, steps: [{ setWeight: 5 }]")}---
kind: AnalysisTemplate
metadata: { name: t }
spec:
  args: [{ name: port, value: 9090 }]
  metrics: [{ name: up, successCondition: "result[0] >= 1", provider: { prometheus: { query: "sum(up{port='{{args.port}}'})" } } }]
`);
  expect(readPlan(text).plan?.guards).toMatchObject([
    { name: "up", query: "sum(up{port='9090'})", below: 1 },
  ]);
});

test("a header's value that no cohort can have is said, and makes no faulty plan", () => {
  const header = "setHeaderRoute: { match: [{ headerName: agent, headerValue: { exact: Chrome } }] }";
  const { text, notes } = importPlan(rollout("a", `steps: [{ setWeight: 5 }, { ${header} }]`));
  expect(readPlan(text).faults).toEqual([]);
  expect(noteOn(notes, "setHeaderRoute")).toMatch(/Chrome cannot be one/);
});

test("a list as kubectl writes it is read, and a second Rollout is said to be left out", () => {
  const items = [rollout("a", "steps: [{ setWeight: 10 }]"), rollout("b", "steps: []")].map(
    (text) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}\n`,
  );
  const { service, notes } = importPlan(`apiVersion: v1\nkind: List\nitems:\n${items.join("")}`);
  expect(service).toBe("a");
  expect(noteOn(notes, "Rollout b")).toMatch(/file of its own/);
});

test("a Canary of before Flagger 1.0 says its bounds otherwise, and a Rollout without weights gets the default steps", () => {
  const old = `kind: Canary
metadata: { name: order }
spec:
  targetRef: { name: order }
  canaryAnalysis:
    stepWeight: 10
    metrics:
      - { name: request-success-rate, threshold: 99, interval: 1m }
      - { name: queue, threshold: 5, interval: 1m, query: sum(queue) }`;
  const { plan } = readPlan(importPlan(old).text, { service: "order" });
  expect([plan?.demands.errorTolerance, plan?.guards]).toMatchObject([0.01, [{ name: "queue", above: 5 }]]);
  const rollout = "kind: Rollout\nmetadata: { name: order }\nspec: { strategy: { canary: { maxSurge: 1 } } }";
  const { text, notes } = importPlan(rollout);
  expect(readPlan(text, { service: "order" }).plan?.steps).toHaveLength(4);
  expect(noteOn(notes, "canary.steps")).toMatch(/no weights.*default steps/);
});

test("what cannot be read is said with its place, and what to do", () => {
  const rest = "metadata: { name: order }\nspec: ";
  expect(() => importPlan(`kind: Canary\n${rest}{}`)).toThrow(/spec\.targetRef is missing\. Add it/);
  expect(() => importPlan(`kind: Canary\n${rest}{ targetRef: { name: 5 } }`)).toThrow(
    /spec\.targetRef\.name is 5 and has to be string\. Correct it/,
  );
  expect(() => importPlan("a: b: c")).toThrow(/not YAML \(line 1, column 4\): .*\. Correct it/);
});
