import { expect, it } from "vitest";
import { BusyElsewhere } from "./busy-elsewhere.ts";
import { runLabel } from "./migration-job.ts";
import { runMigration } from "./run-migration.ts";

const release = {
  name: "order",
  namespace: "shop",
  chart: "charts/service",
  values: { migration: { named: "0001_note" } },
};
const hook = `kind: Job
metadata: { name: order-migration, labels: { app: order }, annotations: { helm.sh/hook: pre-upgrade } }
spec: { backoffLimit: 5 }`;
const at = "2026-11-29T10:00:00Z";
const ended = (type: "Complete" | "Failed", lastTransitionTime = at) => ({
  conditions: [{ type, status: "True", lastTransitionTime }],
});

interface Job {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: unknown;
}

interface Given {
  readonly log?: string;
  readonly template?: string;
  /** What happens just before a command is carried out. */
  readonly before?: Readonly<Record<string, () => void>>;
}

/** A cluster with one place for a Job, whose states come one after the other. */
const cluster = ({ log = "", template = hook, before = {} }: Given = {}) => {
  const calls: string[] = [];
  const place: { job?: Job | undefined; states: object[] } = { states: [] };
  const selected = (args: readonly string[]) => {
    const [, value] = (args[args.indexOf("-l") + 1] ?? "").split("=");
    const own = place.job?.metadata.labels[runLabel];
    return place.job && (value === undefined || value === own) ? place.job : undefined;
  };
  const kubectl = async (args: readonly string[], input = "") => {
    const [, , command = ""] = args;
    calls.push(command);
    before[command]?.();
    if (command === "create") {
      if (place.job) throw new Error('jobs.batch "x" already exists');
      place.job = JSON.parse(input);
    }
    if (command === "delete" && selected(args)) place.job = undefined;
    if (command !== "get") return log;
    const job = selected(args);
    const status = place.states.length > 1 ? place.states.shift() : place.states[0];
    return JSON.stringify({ items: job ? [{ ...job, status }] : [] });
  };
  const helm = async (args: readonly string[], input = "") => {
    calls.push(`${args[0]} ${input.trim().replaceAll(/\s+/g, " ")}`);
    if (template === "") throw new Error("Error: could not find template templates/migration.yaml in chart");
    return template;
  };
  const run = () =>
    runMigration({ kubectl, helm }, release, { intervalMilliseconds: 1, now: () => new Date(at) });
  /** What another process has put there, and left in this state. */
  const leave = (status: object, by = "another") => {
    place.job = { metadata: { name: "order-migration-by-release", labels: { [runLabel]: by } }, spec: {} };
    place.states = [status];
  };
  return { calls, place, run, leave };
};

it("runs the chart's own Job with the image's values under another name than Helm's, and leaves nothing", async () => {
  const { calls, place, run } = cluster();
  place.states = [{}, { failed: 1 }, ended("Complete")];
  await run();
  expect(calls).toEqual(["template migration: named: 0001_note", "create", "get", "get", "get", "delete"]);
  expect(place.job).toBeUndefined();
});

it("of two processes one runs the migration; the other touches nothing of it, and is told to wait", async () => {
  const { place, run, calls, leave } = cluster();
  leave({});
  await expect(run()).rejects.toThrow(BusyElsewhere);
  await expect(run()).rejects.toThrow(/^Another process runs migrations of order/);
  leave(ended("Failed"));
  await expect(run()).rejects.toThrow(BusyElsewhere);
  expect(place.job?.metadata.labels[runLabel]).toBe("another");
  expect(calls).not.toContain("delete");
});

it("what a process left that was killed keeps no other from migrating", async () => {
  const { place, run, leave } = cluster();
  leave(ended("Complete", "2026-11-29T09:50:00Z"));
  await run();
  expect(place.job).toBeUndefined();
});

it("a Job that another process has begun meanwhile is not removed with one's own, which failed", async () => {
  const { place, run, leave } = cluster({ log: "Error: no", before: { logs: () => leave({}) } });
  place.states = [{ failed: 3 }];
  await expect(run()).rejects.toThrow(/no$/);
  expect(place.job?.metadata.labels[runLabel]).toBe("another");
});

it("nor with one that was left, and that a third process has removed before", async () => {
  const { place, run, leave } = cluster({ before: { delete: () => leave({}, "a third") } });
  leave(ended("Failed", "2026-11-29T09:50:00Z"));
  await expect(run()).rejects.toThrow(BusyElsewhere);
  expect(place.job?.metadata.labels[runLabel]).toBe("a third");
});

it("a Job that another hand removed is no migration that ran", async () => {
  const { place, run } = cluster();
  place.states = [{}];
  const running = run();
  await expect.poll(() => place.job).toBeDefined();
  place.job = undefined;
  await expect(running).rejects.toThrow(/was removed by another hand/);
});

it("says in the program's words why it failed, and not where", async () => {
  const log = `{"level":"info"}
Error: There is no migration 0009_more in this image; its last ones are: 0001_note.
    at withoutHeldBack (/app/migrate.js:3:1)
Node.js v26.0.0`;
  const { place, run } = cluster({ log });
  place.states = [{ failed: 3 }];
  await expect(run()).rejects.toThrow(
    /^There is no migration 0009_more|^Error: There is no migration 0009_more/,
  );
  expect(place.job).toBeUndefined();
});

it("an app without a database is told so, and nothing is run", async () => {
  const { calls, run } = cluster({ template: "" });
  await expect(run()).rejects.toThrow(/order has no database of its own/);
  expect(calls).toHaveLength(1);
});
