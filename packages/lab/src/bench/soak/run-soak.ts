import { openDatabaseOf, openRedis } from "@caravan/cluster";
import type { Connection } from "mysql2/promise";
import { ordersOver } from "../../shop-orders.ts";
import { readCatalogue } from "../catalogue.ts";
import type { LoadResult } from "../load/closed-loop.ts";
import type { CpuUse } from "../processes/cpu.ts";
import type { Confirmations } from "../saga/confirmations.ts";
import { buyFor } from "../saga/run-saga.ts";
import type { Stage } from "../stage.ts";
import { runPacedLoop } from "./paced-loop.ts";
import { type Sample, type Subjects, takeSample } from "./sample.ts";

export interface SoakOptions {
  readonly minutes: number;
  /** Of the maximum that is measured first, 0 to 1. */
  readonly share: number;
  /** Confirmed orders per second, instead of measuring the maximum. */
  readonly perSecond: number | undefined;
  readonly buyers: number;
  /** Those with a database are sampled. */
  readonly apps: readonly { readonly name: string; readonly namespace: string }[];
}

/** One minute of a soak. */
export interface Minute {
  readonly minute: number;
  readonly load: LoadResult;
  readonly confirmations: Confirmations;
  readonly cpu: CpuUse;
  readonly sample: Sample;
}

export interface SoakReport {
  /** Confirmed orders per second with all buyers buying as fast as they can; undefined when it was not measured. */
  readonly maximum: number | undefined;
  /** The requested orders per second. */
  readonly perSecond: number;
  readonly minutes: readonly Minute[];
}

const warmUpSeconds = 10;
const maximumSeconds = 30;

/** Buys at a steady rate for a long time and samples once a minute everything that must stay bounded. */
export const runSoak = async (stage: Stage, options: SoakOptions): Promise<SoakReport> => {
  const { signal, note } = stage;
  const products = await readCatalogue(stage.addresses.shop);
  const subjects = await openSubjects(stage, options.apps);
  const order = subjects.databases.order;
  if (order === undefined) throw new Error("order has no database");
  const buy = (seconds: number, run?: Parameters<typeof buyFor>[5]) =>
    buyFor(stage, products, options.buyers, seconds, ordersOver(order), run);
  let maximum: number | undefined;
  if (options.perSecond === undefined) {
    note("soak: what is the maximum …");
    await buy(warmUpSeconds);
    const { confirmations } = await buy(maximumSeconds);
    maximum = confirmations.confirmed / confirmations.seconds;
  }
  const perSecond = options.perSecond ?? (maximum ?? 0) * options.share;
  note(`soak: ${perSecond.toFixed(1)} orders a second for ${options.minutes} minutes …`);
  const minutes: Minute[] = [];
  for (let minute = 1; minute <= options.minutes; minute += 1) {
    // New shoppers each minute: tokens expire, and real shops get new visitors all the time.
    const { result, cpu } = await subjects.meter.during(() =>
      buy(60, (sends, seconds) => runPacedLoop(sends, perSecond, seconds, signal)),
    );
    minutes.push({ minute, ...result, cpu, sample: await takeSample(subjects) });
    const { confirmed, open } = result.confirmations;
    note(`  minute ${minute}: ${confirmed} orders confirmed, ${open} open`);
  }
  return { maximum, perSecond, minutes };
};

const openSubjects = async (
  { kube, atTheEnd, meter }: Stage,
  apps: SoakOptions["apps"],
): Promise<Subjects> => {
  const databases: Record<string, Connection> = {};
  for (const { name, namespace } of apps) {
    const opened = await openDatabaseOf(kube, name, namespace).catch(() => undefined);
    if (opened === undefined) continue;
    databases[name] = opened;
    atTheEnd(() => opened.end());
  }
  const redis = await openRedis(kube);
  atTheEnd(async () => redis.disconnect());
  return { databases, redis, meter: await meter() };
};
