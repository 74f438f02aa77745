import { randomUUID } from "node:crypto";
import { Trouble, until } from "@caravan/toolchain";
import { stringify } from "yaml";
import { BusyElsewhere } from "./busy-elsewhere.ts";
import type { Kube } from "./kube.ts";
import { type Job, jobFrom, jobs, runLabel } from "./migration-job.ts";
import type { Release } from "./releases.ts";

/** A migration that cannot run fails each attempt alike; a database that is restarting, only the first ones. */
const mostFailures = 3;
/** One that ended so long ago is not waited for by the process that began it, which is gone. */
const leftSeconds = 60;

/** How a program that ended says why: the error that it did not catch, without its place in the code. */
const lastWords = (log: string): string => {
  const lines = log.split("\n").filter((line) => line.trim() !== "" && !/^(\s+at |Node\.js )/.test(line));
  return (
    lines.findLast((line) => /^\w*(Error|Refusal)\b.*: /.test(line)) ??
    lines.at(-1) ??
    "it says nothing"
  ).trim();
};

const renderedJob = async (
  kube: Pick<Kube, "helm">,
  { name, namespace, chart, valueFiles = [], values = {} }: Release,
): Promise<string> => {
  const files = valueFiles.flatMap((file) => ["--values", file]);
  const shown = ["--namespace", namespace, "--show-only", "templates/migration.yaml", ...files];
  return kube
    .helm(["template", name, chart, ...shown, "--values", "-"], stringify(values))
    .catch((error: Error) => {
      if (!/could not find template/.test(error.message)) throw error;
      throw new Trouble(
        `${name} has no database of its own, so it has no migrations: leave them out of its plan.`,
      );
    });
};

const endOf = ({ status }: Job): { readonly as: "done" | "failed"; readonly at: string } | undefined => {
  const ended = status.conditions.find(
    (one) => ["Complete", "Failed"].includes(one.type) && one.status === "True",
  );
  return ended && { as: ended.type === "Complete" ? "done" : "failed", at: ended.lastTransitionTime };
};

/**
 * Runs the migration of an app's release by itself: the Job of its chart, which Helm else runs before an upgrade. Again, it finds nothing to do.
 * One process at a time has a Job of this name, and none touches the Job of another.
 *
 * @throws BusyElsewhere while the Job of another process is there; Trouble when the app has no migrations, or the Job fails, with the
 * program's last words
 */
export const runMigration = async (
  kube: Pick<Kube, "kubectl" | "helm">,
  release: Release,
  { intervalMilliseconds = 1_000, now = () => new Date() } = {},
): Promise<void> => {
  const { name, namespace } = release;
  const run = randomUUID();
  const job = jobFrom(await renderedJob(kube, release), `${name}-migration-by-release`, run);
  const { find, create, remove } = jobs(kube, namespace);
  const begin = async (): Promise<boolean> => (await create(job.text)) === "created";
  if (!(await begin())) {
    const other = await find(job.name);
    const end = other && endOf(other);
    const isLeft = end !== undefined && now().getTime() - Date.parse(end.at) > leftSeconds * 1000;
    if (other && isLeft) await remove(other.metadata.labels[runLabel] ?? "");
    if (!isLeft || !(await begin()))
      throw new BusyElsewhere(
        `Another process runs migrations of ${name}, since ${other?.metadata.creationTimestamp ?? "just now"}.`,
        [`See: kubectl -n ${namespace} get job ${job.name}`],
      );
  }
  const outcome = await until(
    `${job.name} ends`,
    async () => {
      const mine = await find(job.name, run);
      if (!mine) throw new Trouble(`The Job ${job.name} was removed by another hand while it ran.`);
      return mine.status.failed >= mostFailures ? "failed" : endOf(mine)?.as;
    },
    { timeoutSeconds: 600, intervalMilliseconds },
  );
  const log =
    outcome === "failed" ? await kube.kubectl(["-n", namespace, "logs", `job/${job.name}`, "--tail=40"]) : "";
  await remove(run);
  if (outcome === "failed") throw new Trouble(lastWords(log));
};
