import type { Kube } from "@caravan/cluster";
import { instance } from "@caravan/cluster";
import { interruptible } from "@caravan/terminal";
import { type Addresses, nodePid } from "@caravan/toolchain/cluster";
import { addSourceAddresses, shareOut } from "./load/source-addresses.ts";
import { type Meter, openMeter } from "./processes/meter.ts";

/** The duration and the load of a benchmark. */
export interface LoadOptions {
  /** Seconds of load per figure. */
  seconds: number;
  /** Requests at a time, one figure after the other. */
  connections: readonly number[];
}

/** The embedded cluster of this checkout, and the shop on it. */
export interface Embedded {
  readonly kube: Kube;
  readonly addresses: Addresses;
}

/** Opens it. Throws Trouble when it does not run, or another cluster is the target. */
export type OpenEmbedded = () => Promise<Embedded>;

/** The environment of every benchmark of the running shop. */
export interface Stage {
  /** Throws once the benchmark is to end early. */
  kube: Kube;
  addresses: Addresses;
  /** Ends the benchmark early. */
  signal: AbortSignal;
  /** Addresses to send from, a set per lane. */
  sources(lanes: number): string[][];
  /** Knows the containers that run at the time of the call. */
  meter(): Promise<Meter>;
  /** Reports progress. */
  note(text: string): void;
  /** Registers a clean-up for any outcome; the last is run first. */
  atTheEnd(undo: (kube: Kube) => Promise<unknown>): void;
}

const untilAborted = (kube: Kube, signal: AbortSignal): Kube => {
  const check =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      signal.throwIfAborted();
      return work(...args);
    };
  return {
    ...kube,
    kubectl: check(kube.kubectl),
    helm: check(kube.helm),
    apply: check(kube.apply),
    rolledOut: check(kube.rolledOut),
  };
};

type Undo = (kube: Kube) => Promise<unknown>;

/** Clean-ups, which run once each, the last one first. */
const newUndos = () => {
  const undos: Undo[] = [];
  return {
    add: (undo: Undo): void => {
      undos.push(undo);
    },
    run: async (kube: Kube): Promise<void> => {
      const faults: unknown[] = [];
      for (let undo = undos.pop(); undo; undo = undos.pop())
        await undo(kube).catch((fault: unknown) => faults.push(fault));
      if (faults.length > 0) throw faults[0];
    },
  };
};

/** Runs a part of a benchmark and cleans up after it, before the next part. */
export const stageWithin = async <T>(stage: Stage, part: (within: Stage) => Promise<T>): Promise<T> => {
  const undos = newUndos();
  stage.atTheEnd(undos.run); // also when it fails or is interrupted
  const result = await part({ ...stage, atTheEnd: undos.add });
  await undos.run(stage.kube);
  return result;
};

/** Prepares a benchmark, runs it and cleans up after it, also when it fails or is interrupted. */
export const onStage = async <T>(
  { kube, addresses }: Embedded,
  benchmark: (stage: Stage) => Promise<T>,
): Promise<T> => {
  const pid = await nodePid(instance.run);
  const undos = newUndos();
  const cleanUp = () => undos.run(kube);
  try {
    const sources = await addSourceAddresses(addresses);
    undos.add(sources.remove);
    const result = await interruptible(
      (signal) =>
        benchmark({
          kube: untilAborted(kube, signal),
          addresses,
          signal,
          sources: (lanes) => shareOut(sources.addresses, lanes),
          meter: () => openMeter(kube, pid),
          note: (text) => console.error(text),
          atTheEnd: undos.add,
        }),
      cleanUp,
    );
    await cleanUp();
    return result;
  } catch (error) {
    // What went wrong first is what there is to mend.
    await cleanUp().catch(() => undefined);
    throw error;
  }
};
