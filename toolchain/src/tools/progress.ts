import { Listr, PRESET_TIMER } from "listr2";

/** A piece of the set-up. `run` reports where it is, one line at a time, as often as it likes. */
export interface Job {
  title: string;
  run(report: (line: string) => void): Promise<void>;
}

const plainIntervalSeconds = 15;

/** Runs all jobs side by side: with a live display on a terminal, else with plain lines. */
export const runJobs = async (jobs: readonly Job[], log?: (line: string) => void): Promise<void> => {
  if (!log && process.stderr.isTTY) await runLive(jobs);
  else
    await Promise.all(jobs.map((job) => runPlain(job, log ?? ((line) => process.stderr.write(`${line}\n`)))));
};

const runLive = async (jobs: readonly Job[]): Promise<void> => {
  const tasks = jobs.map((job) => ({
    title: job.title,
    task: (_: unknown, task: { output: string }) =>
      job.run((line) => {
        task.output = line;
      }),
  }));
  await new Listr(tasks, {
    concurrent: true,
    rendererOptions: { timer: PRESET_TIMER, collapseErrors: false },
  }).run();
};

/** A line at the start and at the end, and one now and then between. */
const runPlain = async (job: Job, log: (line: string) => void): Promise<void> => {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  let last = start;
  log(job.title);
  await job.run((line) => {
    if (performance.now() - last < plainIntervalSeconds * 1000) return;
    last = performance.now();
    log(`  ${seconds()} s: ${line}`);
  });
  log(`  done in ${seconds()} s: ${job.title.split(":")[0]}`);
};
