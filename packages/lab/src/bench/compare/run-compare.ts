import { deployedReleases, instance } from "@caravan/cluster";
import { ensureTools, type ImageArchive, scheduledApps } from "@caravan/toolchain";
import { connectContainerd } from "@caravan/toolchain/cluster";
import { deployPods } from "../hop/deploy.ts";
import { measureHop } from "../hop/run-hop.ts";
import { openOrderLoad } from "../orders/order-load.ts";
import { warmUp } from "../orders/run-orders.ts";
import { readRefusals, refusedSince, showRefusals } from "../refusals.ts";
import { type LoadOptions, type Stage, stageWithin } from "../stage.ts";
import { compared } from "./benches.ts";
import { type Figure, hopFigures } from "./figures.ts";
import { type Round, type Side, turns } from "./ratios.ts";
import { buildImagesOf, type Sides } from "./revision.ts";
import { type Differing, type InstalledApp, planSwitching, switchTo } from "./switching.ts";

/** Builds and installs this checkout's images as `up` does, migrations too. */
export type InstallCheckout = () => Promise<InstalledApp[]>;

/** What is compared, and how long. */
export interface CompareOptions extends LoadOptions {
  readonly sides: Sides;
  /** Names of {@link compared}. */
  readonly benches: readonly string[];
  /** Turns of each side. */
  readonly rounds: number;
  readonly installCheckout: InstallCheckout;
}

/** What was measured. */
export interface Comparison {
  readonly rounds: readonly Round[];
  /** The apps that were switched. */
  readonly apps: readonly string[];
  /** Refusals of the gateway, which make a round void. */
  readonly refused: readonly string[];
}

/** Orders that warm new pods up, whatever the machine. */
const warmingOrders = 1000;
const warmingLanes = 16;
const hop: LoadOptions = { seconds: 5, connections: [32] };

/** Runs the images of another commit and of this checkout in turn on the cluster that is up, and measures each. In the end this checkout's run. */
export const runCompare = async (stage: Stage, options: CompareOptions): Promise<Comparison> => {
  const { kube, note, atTheEnd } = stage;
  note(`A: ${options.sides.a}\nB: ${options.sides.b}`);
  note("A: its images are built, by its own toolchain …");
  const built = await buildImagesOf(options.sides.commit, stage);
  const others = built.filter(({ name }) => !scheduledApps().includes(name)); // they serve nothing
  note("B: this checkout's images are built and installed, migrations first …");
  const installed = await options.installCheckout();
  const { apps, onlyA, onlyB } = planSwitching(installed, others, await deployedReleases(kube));
  note(`switched are: ${apps.map(({ app }) => app).join(", ")}; other images are the same`);
  if (onlyB.length > 0) note(`A has no ${onlyB.join(", ")}: B's run on both sides`);
  if (onlyA.length > 0) note(`B has no chart for ${onlyA.join(", ")}: left out`);
  await load(others.filter(({ name }) => apps.some(({ app }) => app === name)));
  note("pods of the bare call are started …");
  await deployPods(stage);
  let running: Side | undefined = "B";
  atTheEnd(async (raw) => {
    if (running === "B") return;
    note("this checkout's images are put back …");
    await switchTo(raw, "B", apps);
    note("this checkout's images run again");
  });
  const refused: string[] = [];
  const rounds: Round[] = [];
  for (const [i, side] of turns(options.rounds).entries()) {
    note(`\nturn ${i + 1} of ${2 * options.rounds}: ${side}`);
    if (side !== running)
      await turnTo(stage, side, apps, (now) => {
        running = now;
      });
    const before = await readRefusals(kube);
    rounds.push({ side, figures: await measure(stage, options) });
    const said = showRefusals(refusedSince(before, await readRefusals(kube)));
    if (said !== undefined) refused.push(`turn ${i + 1}, ${side}: ${said}`);
  }
  return { rounds, apps: apps.map(({ app }) => app), refused };
};

/** Switches, and says what runs: nothing for sure while it goes on. */
const turnTo = async (
  { kube, signal, note }: Stage,
  side: Side,
  apps: readonly Differing[],
  say: (running: Side | undefined) => void,
): Promise<void> => {
  const since = performance.now();
  note(`${side}: its images are installed …`);
  say(undefined);
  await switchTo(kube, side, apps, signal);
  say(side);
  note(`${side}: all pods run its images (${((performance.now() - since) / 1000).toFixed(0)} s)`);
};

const load = async (images: readonly ImageArchive[]): Promise<void> => {
  const { binDir } = await ensureTools(["ctr"]);
  await (await connectContainerd(instance.run, binDir)).load(images);
};

/** One turn of one side: the warm-up, the bare call, and what was asked for. */
const measure = (stage: Stage, { benches, seconds, connections }: CompareOptions): Promise<Figure[]> =>
  stageWithin(stage, async (within) => {
    within.note(`warming up with ${warmingOrders} orders …`);
    const orders = await openOrderLoad(within);
    await warmUp(orders, warmingLanes, warmingOrders);
    await orders.giveBack(warmingLanes);
    within.note("the bare call …");
    const figures = hopFigures(await measureHop(within, hop));
    for (const name of benches)
      figures.push(...((await compared[name]?.(within, { seconds, connections })) ?? []));
    return figures;
  });
