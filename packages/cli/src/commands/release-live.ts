import { setTimeout as sleep } from "node:timers/promises";
import { servingImage } from "@caravan/cluster";
import { newId } from "@caravan/contracts";
import {
  askRunning,
  type Desk,
  historyText,
  openDesk,
  person,
  planOf,
  releasesTable,
  releaseText,
  requireFeasible,
  requireNoneUnderWay,
  requireRun,
  requireUnderWay,
  runHere,
} from "@caravan/operations/releases";
import { lineOf } from "@caravan/release-engine";
import { interruptible, printError } from "@caravan/terminal";
import { deployedApps, Trouble } from "@caravan/toolchain";
import { Command } from "commander";
import { appNamed } from "../platform/apps.ts";
import { namespaceOf } from "../platform/partners.ts";
import { releasePorts, releasesFolder } from "../platform/release-ports.ts";
import { openSession } from "../session.ts";

const shopApps = (): string[] => deployedApps().filter((app) => namespaceOf(app) === "shop");
const deskOf = async (app: string) => openDesk(await releasesFolder(), appNamed(app, shopApps()));

/** Follows a release in this process; Ctrl-C leaves it where it is, and it can be taken up again. */
const follow = async (
  app: string,
  work: (signal: AbortSignal) => ReturnType<typeof runHere>,
): Promise<void> => {
  const run = await interruptible(work, async () =>
    console.error(
      `The weights of ${app} stay as they are, and nothing watches it now. Go on: ./caravan release follow ${app}. Back to v1: ./caravan release rollback ${app} --reason …`,
    ),
  );
  console.log(releaseText(run));
  if (run.phase.name !== "finished") process.exitCode = 1;
};

const start = async (
  named: string,
  { plan: file, reason }: { plan?: string; reason: string },
): Promise<void> => {
  const desk = await deskOf(named);
  const { app } = desk;
  await requireNoneUnderWay(desk);
  const plan = await planOf(app, file);
  requireFeasible(plan);
  const session = await openSession();
  const [[built], previous] = await Promise.all([session.loadApps([app]), servingImage(session.kube, app)]);
  if (!built) throw new Error(`no image of ${app} was built`);
  const image = `${built.name}:${built.tag}`;
  if (image === previous)
    throw new Trouble(`The working tree's ${app} is what serves already: ${image}.`, [
      "Change something first.",
    ]);
  const started = { run: newId("rel"), plan, image, previous, actor: person(), reason };
  const ports = await releasePorts(session, desk);
  await follow(app, (signal) => runHere(ports, desk, signal, started));
};

const goOn = async (named: string): Promise<void> => {
  const desk = await deskOf(named);
  await requireUnderWay(desk);
  const ports = await releasePorts(await openSession(), desk);
  await follow(desk.app, (signal) => runHere(ports, desk, signal));
};

type Asked = "promote" | "hold" | "resume" | "rollback" | "freeze";

/** Asks the process that runs the release; without one, the release is taken up here. */
const ask =
  (command: Asked) =>
  async (named: string, { reason }: { reason: string }): Promise<void> => {
    const desk = await deskOf(named);
    const run = await requireUnderWay(desk);
    if (await desk.runs()) return console.log(releaseText(await askRunning(desk, run, command, reason)));
    const ports = await releasePorts(await openSession(), desk);
    await desk.ask(run, command, reason);
    await follow(desk.app, (signal) => runHere(ports, desk, signal));
  };

const status = async (
  named: string | undefined,
  { json, watch }: { json?: boolean; watch?: boolean },
): Promise<void> => {
  const desks = await Promise.all((named === undefined ? shopApps() : [named]).map(deskOf));
  const show = async () => {
    // One log that cannot be read hides no other release.
    const read = (desk: Desk) => desk.read().catch((error: unknown) => void printError(error));
    const runs = (await Promise.all(desks.map(read))).filter((run) => run !== undefined);
    if (json) return JSON.stringify(runs, null, 2);
    return runs.length === 0 ? "There was no release from this checkout yet." : releasesTable(runs);
  };
  let shown = await show();
  console.log(shown);
  if (!watch) return;
  await interruptible(
    async (signal) => {
      while (!signal.aborted) {
        const text = await show();
        if (text !== shown) console.log(text);
        shown = text;
        await sleep(1_000, undefined, { signal });
      }
    },
    async () => {},
  );
};

const because = (command: Command) =>
  command.requiredOption("--reason <text>", "why; it stands in the log with your name");
const onRelease = (name: string, description: string) =>
  new Command(name).description(description).argument("<app>", "the service that is released");

const commands: readonly [Asked, string][] = [
  ["promote", "end the step that waits: it takes as many people as the plan says"],
  ["hold", "keep the weights as they are until you resume"],
  ["resume", "go on where the release was held"],
  ["rollback", "give all traffic back to v1, at once"],
  ["freeze", "leave everything as it is, and end the release"],
];

/** The commands that work on a running shop. */
export const liveCommands = (): Command[] => [
  onRelease("start", "build a service from the working tree and release it, step by step, on evidence")
    .option("--plan <file>", "default: deploy/releases/<app>.yaml, or else 5, 10, 25, 50 %")
    .option("--reason <text>", "what changes; it stands in the log with your name", "the working tree")
    .action(start),
  onRelease("follow", "go on with a release that no process runs").action(goOn),
  ...commands.map(([name, description]) => because(onRelease(name, description)).action(ask(name))),
  new Command("status")
    .description("releases, with planned, applied and observed weight")
    .argument("[app]", "default: all")
    .option("--watch", "again whenever something changes")
    .option("--json", "for scripts")
    .action(status),
  onRelease("why", "where a release is, on what evidence, and what would change it").action(
    async (app: string) => console.log(releaseText(await requireRun(await deskOf(app)))),
  ),
  onRelease("log", "the log of a release, for verify-log and replay").action(async (app: string) => {
    const desk = await deskOf(app);
    await requireRun(desk);
    for (const entry of await desk.entries()) console.log(lineOf(entry));
  }),
  onRelease("history", "every decision of a release").action(async (app: string) => {
    const desk = await deskOf(app);
    await requireRun(desk);
    console.log(historyText(await desk.entries()));
  }),
];
