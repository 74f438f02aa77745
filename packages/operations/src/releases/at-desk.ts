import { setTimeout as sleep } from "node:timers/promises";
import { type Command, hasEnded, type JudgeState, type Plan, type Run } from "@caravan/release-engine";
import { type Ports, type Rhythm, runRelease, type Started } from "@caravan/release-runner";
import { Trouble } from "@caravan/toolchain";
import type { Desk } from "./desk.ts";
import { entryText } from "./show-release.ts";

/** Samples of Envoys are 15 seconds apart, and can be asked for five later (charts/observability). */
const rhythm: Rhythm = { lookSeconds: 15, lagSeconds: 22, moveSeconds: 60 };

/** @throws Trouble naming what a plan asks for and a release at a desk cannot do */
export const requireFeasible = ({ cohorts, migrations, notifications }: Plan): void => {
  const unfeasible = [
    ...(cohorts.first.length > 0 || cohorts.customers ? ["cohorts"] : []),
    ...(migrations.expand.length > 0 || migrations.contract.length > 0 ? ["migrations"] : []),
    ...(notifications.length > 0 ? ["notifications"] : []),
  ];
  if (unfeasible.length === 0) return;
  throw new Trouble(`A release at this desk cannot do what its plan asks for: ${unfeasible.join(", ")}.`, [
    "Leave it out of the plan, or name another: --plan FILE",
  ]);
};

/**
 * Runs a release in this process until it ends, or `signal` comes; every entry of its log is printed.
 *
 * @param started how it begins; without it the one that is under way is taken up
 */
export const runHere = async (
  ports: Ports,
  desk: Desk,
  signal: AbortSignal,
  started?: Started,
): Promise<Run<JudgeState>> =>
  desk.alone(async () => {
    const last = started && (await requireNoneUnderWay(desk));
    if (last) await desk.file(last);
    return runRelease(ports, rhythm, {
      ...(started && { started }),
      signal,
      report: ({ entry }) => console.error(entryText(entry)),
    });
  });

/** The last release, if there was one. @throws Trouble when it is under way */
export const requireNoneUnderWay = async (desk: Desk): Promise<Run<JudgeState> | undefined> => {
  const last = await desk.read();
  if (!last || hasEnded(last)) return last;
  throw new Trouble(`A release of ${desk.app} is under way (${last.id}): ${last.phase.name}.`, [
    `Go on with it: ./caravan release follow ${desk.app}`,
    `Or take it back: ./caravan release rollback ${desk.app} --reason …`,
  ]);
};

/** The release that is under way, or the last one. @throws Trouble when there was none */
export const requireRun = async (desk: Desk): Promise<Run<JudgeState>> => {
  const run = await desk.read();
  if (run) return run;
  throw new Trouble(`There was no release of ${desk.app} from this checkout yet.`, [
    `Begin one with the working tree: ./caravan release start ${desk.app}`,
  ]);
};

/** The release that is under way. @throws Trouble when there is none */
export const requireUnderWay = async (desk: Desk): Promise<Run<JudgeState>> => {
  const run = await desk.read();
  if (run && !hasEnded(run)) return run;
  throw new Trouble(`No release of ${desk.app} is under way.`, [
    ...(run ? [`The last one is ${run.phase.name}; see why: ./caravan release why ${desk.app}`] : []),
    `Begin one with the working tree: ./caravan release start ${desk.app}`,
  ]);
};

/**
 * Asks the process that runs a release for something, and waits until that is in its log.
 *
 * @throws Trouble when the process does not take it
 */
export const askRunning = async (
  desk: Desk,
  run: Run<JudgeState>,
  command: Command,
  reason: string,
): Promise<Run<JudgeState>> => {
  const asked = await desk.ask(run, command, reason);
  for (let looks = 0; looks < 40; looks++) {
    const heard = (await desk.entries()).some(
      ({ input }) => input.kind === "command" && input.at === asked.at,
    );
    if (heard) return requireRun(desk);
    await sleep(250);
  }
  throw new Trouble(`The process that runs the release of ${desk.app} did not answer within ten seconds.`, [
    `It reads the request when it goes on; what it does: ./caravan release status ${desk.app}`,
  ]);
};
