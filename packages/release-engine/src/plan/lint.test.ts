import * as v from "valibot";
import { expect, test } from "vitest";
import { readPlan, showFault } from "./lint.ts";
import { Plan } from "./plan.ts";
import { defaultPlan } from "./plan-file.ts";

const faults = (text: string, options = {}) =>
  readPlan(text, options).faults.map(
    ({ line, where, problem, remedy }) => `${line} ${where} ${problem} ${remedy}`,
  );

test("a service alone is a plan, and it is the default one", () => {
  expect(readPlan("service: order").plan).toEqual(defaultPlan("order"));
  expect(v.parse(Plan, defaultPlan("order")).steps.map(({ weight }) => weight)).toEqual([50, 100, 250, 500]);
});

test("4xx are judged unless a plan does without, and then the plan is as one of before they were", () => {
  expect(
    readPlan("service: order\nclientErrors: { tolerance: 0.1, except: [404] }").plan?.clientErrors,
  ).toEqual({
    ...{ tolerance: 0.1, except: [404] },
  });
  expect(defaultPlan("order").clientErrors).toEqual({ tolerance: 0.02, except: [408, 429] });
  const { plan } = readPlan("service: order\nclientErrors: { judge: false }");
  expect(plan).toBeDefined();
  expect(plan).not.toHaveProperty("clientErrors");
});

test("weights are over 1000 inside, and durations milliseconds", () => {
  const { plan } = readPlan(
    "service: order\nsteps: [{ weight: 0.5 }, { weight: 12.5%, maximumDuration: 1h30m }]",
  );
  expect(plan?.steps.map(({ weight }) => weight)).toEqual([5, 125]);
  expect(plan?.steps[1]?.maximumDuration).toBe(5_400_000);
});

test.each<[name: string, text: string, expected: RegExp]>([
  [
    "a field that is misspelt",
    "service: a\nsteps:\n  - weight: 5\n    minRequests: 9",
    /^4 steps\[0\]\.minRequests .*minimumRequests"\?/,
  ],
  ["a field from elsewhere", "service: a\nreplicas: 2", /^2 replicas There is no field.*service, steps/],
  [
    "a cohort that would match every customer",
    "service: a\ncohorts: { first: ['.*'] }",
    /^2 cohorts\.first\[0\] .*"\.\*".* of a to z/,
  ],
  [
    "a status that is no client's error",
    "service: a\nclientErrors: { except: [429, 503] }",
    /^2 clientErrors\.except\[1\] .*503.* from 400 to 499/,
  ],
  [
    "a status that is excepted twice",
    "service: a\nclientErrors: { except: [429, 429] }",
    /"429" is there twice/,
  ],
  [
    "a tolerance of everything",
    "service: a\nclientErrors: { tolerance: 1 }",
    /^2 clientErrors\.tolerance .*1.* below 1/,
  ],
  [
    "contracts that are half compared",
    "service: a\ncontracts: warn",
    /^2 contracts .*"warn".* compare or ignore/,
  ],
  ["no service", "after: 1h", /^1 service "service" is missing/],
  [
    "a weight that is none",
    "service: a\nsteps: [{ weight: five }]",
    /^2 steps\[0\]\.weight .*"five".* percentage/,
  ],
  [
    "more than everything",
    "service: a\nsteps: [{ weight: 120 }]",
    /^2 steps\[0\]\.weight .*120.* percentage/,
  ],
  ["nothing", "service: a\nsteps: [{ weight: 0 }]", /0 % shows nothing/],
  [
    "everything",
    "service: a\nsteps: [{ weight: 50 }, { weight: 100 }]",
    /steps\[1\].* no version before to compare/,
  ],
  [
    "steps that go down",
    "service: a\nsteps:\n- weight: 50\n- weight: 20\n- weight: 60",
    /^4 .* 20 % comes after 50 %/,
  ],
  ["no steps", "service: a\nsteps: []", /^2 steps/],
  ["an unreadable duration", "service: a\nafter: 30 minutes", /^2 after .*30 minutes.* 1h30m/],
  ["a guard without threshold", "service: a\nguards:\n- name: x\n  query: up", /guards\[0\] .*no threshold/],
  [
    "a guard that nothing passes",
    "service: a\nguards: [{ name: x, query: up, above: 1, below: 2 }]",
    /Any value/,
  ],
  [
    "a query that is none",
    "service: a\nguards:\n- name: x\n  query: sum(up\n  above: 1",
    /^4 guards\[0\]\.query .*character 7/,
  ],
  [
    "a name twice",
    "service: a\nguards:\n- { name: x, query: up, above: 1 }\n- { name: x, query: up, above: 2 }",
    /^4 guards\[1\]\.name .*twice/,
  ],
  [
    "more guards than a look asks",
    `service: a\nguards:\n${Array.from({ length: 21 }, (_, i) => `- { name: g${i}, query: up, above: 1 }`).join("\n")}`,
    /^2 guards "guards" has 21 entries, and 20 is the most\. .*leave some out/,
  ],
  [
    "a query as long as a page",
    `service: a\nguards:\n- name: x\n  above: 1\n  query: ${"up + ".repeat(500)}up`,
    /^5 guards\[0\]\.query "query" has 2502 characters, and 2000 is the most/,
  ],
  [
    "more receivers than a plan may have",
    `service: a\nnotifications: [${Array.from({ length: 11 }, (_, i) => `{ receiver: r${i} }`).join(", ")}]`,
    /^2 notifications .*11 entries, and 10 is the most/,
  ],
  ["two people, none named", "service: a\napprovals:\n  people: 2", /^3 approvals\.people .*no approvers/],
  [
    "two people, one of them twice",
    "service: a\napprovals: { people: 2, approvers: [x, x] }",
    /only one|twice/,
  ],
  ["contracting alone", "service: a\nmigrations:\n  contract: [drop]", /^3 migrations\.contract/],
  [
    "a migration that expands and contracts",
    "service: a\nmigrations:\n  expand: [drop]\n  contract: [drop]",
    /^4 migrations\.contract\[0\].*once/,
  ],
  ["a migration that no image has", 'service: a\nmigrations:\n  expand: ["a,b"]', /^3 .*no migration/],
  ["text that is no YAML", "service: a\nsteps: [\n", /not YAML/],
  ["a key twice", "service: a\nservice: b", /^2 .*not YAML.*unique/],
  ["an empty file", "", /^1 .*cannot be null.* Write fields, .*service: order/],
  ["a guard without a name", 'service: a\nguards: [{ name: "", query: up, above: 1 }]', /must not be empty/],
  ["a file that is no plan", `service: ${"a".repeat(40_000)}`, /40009 characters, and 32000 is the most/],
])("lint finds %s, says where, and what to do", (_, text, expected) =>
  expect(faults(text)[0]).toMatch(expected),
);

test("a fault in one place hides none in another", () => {
  const text =
    "service: a\nsteps:\n- weight: 50\n  minimumRequest: 5\n- weight: x\n- weight: 20\nafter: soon\nguards: [{ name: x, query: up }]";
  expect(readPlan(text).faults.map(({ line }) => line)).toEqual([4, 5, 7, 8]);
  expect(readPlan(`${text}`.replace("  minimumRequest: 5\n", "")).faults.map(({ line }) => line)).toEqual([
    4, 5, 6, 7,
  ]);
});

test("a step that cannot get its requests in time is found by the service's rate", () => {
  const text = "service: a\nsteps: [{ weight: 1, minimumRequests: 100, maximumDuration: 30m }]";
  expect(faults(text, { requestsPerMinute: 1000 })).toEqual([]);
  expect(faults(text, { requestsPerMinute: 20 })[0]).toMatch(/about 6 in 30m, .*8h20m/);
});

test("a file that is named for another service is found", () => {
  expect(faults("service: order", { service: "user" })[0]).toMatch(/named for user/);
});

test("a fault is written like a compiler's", () => {
  const [fault] = readPlan("service: a\nafter: soon").faults;
  if (!fault) throw new Error("no fault");
  expect(showFault("a.yaml", fault)).toMatch(
    /^a\.yaml:2:1 after: "after" cannot be "soon"\.\n {2}Write days/,
  );
});

test.each([
  "steps: [{ weight: 5, maximumDuration: 0s }]",
  "steps: [{ weight: 5, maximumDuration: 99999999999999d }]",
  "after: 999999999999d",
  "demands: { latencyFloorMilliseconds: .inf }",
  "guards: [{ name: a, query: up, above: .inf }]",
])("what no log could hold is a fault of the plan: %s", (text) => {
  expect(readPlan(`service: order\n${text}`).faults).toHaveLength(1);
});

test("aliases that would fill the memory are a fault", () => {
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ...["b", "c", "d", "e", "f"].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcde"[i]}`)}]`),
  ].join("\n");
  expect(readPlan(bomb).faults[0]?.problem).toContain("This cannot be read");
});

test.each([
  ["brackets that never end", "[".repeat(30_000)],
  ["thousands of steps", `steps: [${"{x},".repeat(7_000)}]`],
])("of %s the first hundred faults are said", (_, text) => {
  expect(
    readPlan(`service: order\na: ${text}`.replace("a: steps", "steps")).faults.length,
  ).toBeLessThanOrEqual(100);
});
