import { expect, it } from "vitest";
import { runMigration } from "./run-migration.ts";

const release = {
  name: "order",
  namespace: "shop",
  chart: "charts/service",
  values: { migration: { named: "0001_note" } },
};

/** A cluster whose Job has these states, one after the other. */
const clusterWith = (states: readonly object[], { log = "", template = "kind: Job" } = {}) => {
  const calls: string[] = [];
  const left = [...states];
  const kube = {
    kubectl: async ([, , command = "", ...rest]: readonly string[]) => {
      calls.push(command);
      if (command === "get") return JSON.stringify({ status: left.shift() });
      return command === "logs" ? log : rest.join(" ");
    },
    helm: async (args: readonly string[], input = "") => {
      calls.push(`${args[0]} ${input.trim().replaceAll(/\s+/g, " ")}`);
      if (template === "")
        throw new Error("Error: could not find template templates/migration.yaml in chart");
      return template;
    },
    apply: async (yaml: string) => void calls.push(`apply ${yaml}`),
  };
  return { calls, run: () => runMigration(kube, release, { intervalMilliseconds: 1 }) };
};
const complete = { conditions: [{ type: "Complete", status: "True" }] };

it("runs the chart's own Job with the image's values, waits for its end, and leaves nothing", async () => {
  const { calls, run } = clusterWith([{}, { failed: 1 }, complete]);
  await run();
  expect(calls).toEqual([
    "template migration: named: 0001_note",
    ...["delete", "apply kind: Job", "get", "get", "get", "delete"],
  ]);
});

it("says in the program's words why it failed, and not where", async () => {
  const log = `{"level":"info"}
Error: There is no migration 0009_more in this image; its last ones are: 0001_note.
    at withoutHeldBack (/app/migrate.js:3:1)
Node.js v26.0.0`;
  const { calls, run } = clusterWith([{ failed: 3 }], { log });
  await expect(run()).rejects.toThrow(/^Error: There is no migration 0009_more in this image; its last ones/);
  expect(calls.at(-1)).toBe("delete");
});

it("an app without a database is told so, and nothing is run", async () => {
  const { calls, run } = clusterWith([], { template: "" });
  await expect(run()).rejects.toThrow(/order has no database of its own/);
  expect(calls).toHaveLength(1);
});
