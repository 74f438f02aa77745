import { Trouble, until } from "@caravan/toolchain";
import * as v from "valibot";
import { stringify } from "yaml";
import type { Kube } from "./kube.ts";
import type { Release } from "./releases.ts";

const Job = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    status: v.object({
      conditions: v.optional(v.array(v.object({ type: v.string(), status: v.string() })), []),
      failed: v.optional(v.number(), 0),
    }),
  }),
);

/** A migration that cannot run fails each attempt alike; a database that is restarting, only the first ones. */
const mostFailures = 3;

/** How a program that ended says why: the error that it did not catch, without its place in the code. */
const lastWords = (log: string): string => {
  const lines = log.split("\n").filter((line) => line.trim() !== "" && !/^(\s+at |Node\.js )/.test(line));
  return (
    lines.findLast((line) => /^\w*(Error|Refusal)\b.*: /.test(line)) ??
    lines.at(-1) ??
    "it says nothing"
  ).trim();
};

/**
 * Runs the migration of an app's release by itself: the Job of its chart, which Helm else runs before an upgrade. Again, it finds nothing to do.
 *
 * @throws Trouble when the app has no migrations, or the Job fails, with the program's last words
 */
export const runMigration = async (
  kube: Pick<Kube, "kubectl" | "helm" | "apply">,
  { name, namespace, chart, valueFiles = [], values = {} }: Release,
  { intervalMilliseconds = 1_000 } = {},
): Promise<void> => {
  const files = valueFiles.flatMap((file) => ["--values", file]);
  const shown = [
    "--namespace",
    namespace,
    "--show-only",
    "templates/migration.yaml",
    ...files,
    "--values",
    "-",
  ];
  const yaml = await kube
    .helm(["template", name, chart, ...shown], stringify(values))
    .catch((error: Error) => {
      if (!/could not find template/.test(error.message)) throw error;
      throw new Trouble(
        `${name} has no database of its own, so it has no migrations: leave them out of its plan.`,
      );
    });
  const job = `${name}-migration`;
  const remove = () =>
    kube.kubectl([
      "-n",
      namespace,
      "delete",
      "job",
      job,
      "--ignore-not-found",
      "--cascade=foreground",
      "--wait",
    ]);
  await remove();
  await kube.apply(yaml);
  const outcome = await until(
    `${job} ends`,
    async () => {
      const { status } = v.parse(Job, await kube.kubectl(["-n", namespace, "get", "job", job, "-o", "json"]));
      const is = (type: string) =>
        status.conditions.some((one) => one.type === type && one.status === "True");
      if (is("Complete")) return "done";
      return is("Failed") || status.failed >= mostFailures ? "failed" : undefined;
    },
    { timeoutSeconds: 600, intervalMilliseconds },
  );
  const log =
    outcome === "failed" ? await kube.kubectl(["-n", namespace, "logs", `job/${job}`, "--tail=40"]) : "";
  await remove();
  if (outcome === "failed") throw new Trouble(lastWords(log));
};
