import type { Input, LogEntry } from "@caravan/release-engine";
import { grace, played, type Sample } from "./played.ts";

const command =
  (command: Extract<Input, { kind: "command" }>["command"], reason: string, actor = grace) =>
  (_: unknown, at: string): Input => ({ kind: "command", at, actor, reason, command });

const steps = (gates: "approval"[] = []) =>
  [50, 100, 250, 500].map((weight) => ({
    ...{ weight, minimumRequests: 150, maximumDuration: 7_200_000 },
    gates: weight === 500 ? gates : [],
  }));

const train = { product: 15, order: 14 };
/** Its train lets it have requests. */
const opens = {
  second: 60,
  input: (_: unknown, at: string): Input => ({ kind: "pass", at, actor: "train", reason: "all are there" }),
};
const together = {
  ...{ reason: "a price for each size", train, minutes: 25, happens: [opens] },
  ...{ startedAt: "2026-11-29T18:50:00.000Z", plan: { steps: steps() } },
};

/** One release of each kind that the pages show; each is played once. */
const stories: Readonly<Record<string, () => Sample>> = {
  "under way": () =>
    played({
      ...{ number: 1, service: "order", reason: "orders keep a note for the courier", rate: 120 },
      ...{ startedAt: "2026-11-29T18:26:11.000Z", minutes: 50, plan: { steps: steps() } },
    }),
  "rolled back": () =>
    played({
      ...{ number: 2, service: "payment", reason: "refunds in one call", rate: 150, excess: 0.05 },
      ...{ startedAt: "2026-11-29T14:10:00.000Z", minutes: 60, seed: 11, plan: { steps: steps() } },
    }),
  slow: () =>
    played({
      ...{ number: 3, service: "product", reason: "search by synonyms", rate: 200, slower: 1.8 },
      ...{ startedAt: "2026-11-29T13:00:00.000Z", minutes: 60, seed: 3, plan: { steps: steps() } },
    }),
  held: () =>
    played({
      ...{ number: 4, service: "inventory", reason: "count in warehouses of partners", rate: 90 },
      ...{ startedAt: "2026-11-29T17:20:00.000Z", minutes: 50, plan: { steps: steps() } },
      happens: [{ second: 1500, input: command("hold", "the warehouse counts until six") }],
    }),
  "awaiting two people": () =>
    played({
      ...{ number: 5, service: "user", reason: "passkeys", rate: 400 },
      ...{ startedAt: "2026-11-29T16:00:00.000Z", minutes: 75 },
      plan: { steps: steps(["approval"]), approvals: { people: 2, approvers: [] } },
      happens: [{ second: 3600, input: command("promote", "the support desk has seen it") }],
    }),
  frozen: () =>
    played({
      ...{ number: 6, service: "logistics", reason: "labels in Chinese", rate: 100 },
      ...{ startedAt: "2026-11-28T09:00:00.000Z", minutes: 50, plan: { steps: steps() } },
      happens: [
        { second: 1200, input: command("freeze", "carrier changes its API; nothing moves until then") },
      ],
    }),
  finished: () =>
    played({
      ...{ number: 7, service: "storefront", reason: "sizes can be chosen", rate: 300 },
      ...{ startedAt: "2026-11-27T08:30:00.000Z", minutes: 240 },
      plan: { steps: steps(), after: 3_600_000 },
    }),
  "waiting for a deployer": () =>
    played({
      ...{ number: 8, service: "bank", reason: "statements by day", rate: 100, minutes: 3 },
      ...{ startedAt: "2026-11-29T19:12:00.000Z", takes: () => undefined },
    }),
  long: () =>
    played({
      ...{ number: 9, service: "carrier", reason: "tracking every minute", rate: 6 },
      ...{ startedAt: "2026-11-29T14:00:00.000Z", minutes: 236 },
    }),
  "rolling back": () =>
    played({
      ...{ number: 11, service: "order", reason: "a note of 500 letters", rate: 100, minutes: 12 },
      ...{ startedAt: "2026-11-29T12:00:00.000Z", plan: { steps: steps() } },
      happens: [{ second: 600, input: command("rollback", "the courier prints 200 letters") }],
      takes: (effect) => (effect.do === "remove canary" ? undefined : 10),
    }),
  "kept ready": () =>
    played({
      ...{ number: 12, service: "product", reason: "prices by weight", rate: 300, minutes: 40 },
      ...{ startedAt: "2026-11-29T18:00:00.000Z", plan: { steps: steps() } },
    }),
  "held for contracts": () =>
    played({
      ...{ number: 13, service: "inventory", reason: "stock without a count", rate: 100, minutes: 3 },
      startedAt: "2026-11-29T19:10:00.000Z",
      breaks: [
        "route inventory.listStock of inventory v2 breaks storefront v1, which calls it: reply.free was required and is optional",
      ],
    }),
  "of a train, and has come further": () =>
    played({ ...together, number: 15, service: "product", rate: 900 }),
  "of a train, and is waited for": () => played({ ...together, number: 14, service: "order", rate: 30 }),
  "just started": () =>
    played({
      ...{ number: 10, service: "audit", reason: "books by quarter", rate: 100, minutes: 1 },
      ...{ startedAt: "2026-11-29T19:15:00.000Z" },
    }),
};
const made = new Map<string, Sample>();

export const sampleNames = Object.keys(stories);

export const sample = (name: string): Sample => {
  const before = made.get(name);
  if (before) return before;
  const story = stories[name];
  if (!story) throw new Error(`there is no sample "${name}"`);
  const now = story();
  made.set(name, now);
  return now;
};

/** A log of so many looks, made of those that a release had. */
export const longLog = (length: number): LogEntry[] => {
  const looks = sample("long").entries.filter(({ kind }) => kind === "look");
  return Array.from({ length }, (_, index) => {
    const entry = looks[index % looks.length];
    if (!entry) throw new Error("the sample has no looks");
    return {
      ...entry,
      sequence: index + 1,
      at: new Date(Date.UTC(2026, 0, 1) + index * 15_000).toISOString(),
    };
  });
};
