import { performance } from "node:perf_hooks";
import { type Latencies, newLatencies } from "./latencies.ts";

/** Sends one request; returns `undefined` for success, else the failure in a word or two. */
export type Send = () => Promise<string | undefined>;

/** The result of a load. */
export interface LoadResult {
  /** Successful requests. */
  succeeded: number;
  /** Failures by name. */
  failures: Record<string, number>;
  /** From the first request to the end of the last. */
  seconds: number;
  /** Of successful requests. */
  latencies: Latencies;
  /** CPU time of the generator itself. */
  generatorCpuMilliseconds: number;
}

/** Records one request: its duration, and its failure if there was one. */
export type Note = (milliseconds: number, failure: string | undefined) => void;

/**
 * Runs a load and sums up its results.
 *
 * @throws the signal's reason when it aborted meanwhile
 */
export const sumUp = async (
  load: (note: Note) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<LoadResult> => {
  const latencies = newLatencies();
  const failures = new Map<string, number>();
  const cpu = process.cpuUsage();
  const started = performance.now();
  await load((milliseconds, failure) => {
    if (failure === undefined) latencies.record(milliseconds);
    else failures.set(failure, (failures.get(failure) ?? 0) + 1);
  });
  signal?.throwIfAborted();
  const { user, system } = process.cpuUsage(cpu);
  return {
    succeeded: latencies.count(),
    failures: Object.fromEntries(failures),
    seconds: (performance.now() - started) / 1000,
    latencies,
    generatorCpuMilliseconds: (user + system) / 1000,
  };
};

/**
 * A closed loop: each lane sends its next request when the last one has ended, for so many seconds. Requests under way at the end are awaited
 * and counted, so that the count matches the work.
 *
 * @throws the signal's reason when it aborted meanwhile
 */
export const runClosedLoop = async (
  lanes: readonly Send[],
  seconds: number,
  signal?: AbortSignal,
): Promise<LoadResult> => {
  const end = performance.now() + seconds * 1000;
  const lane = async (send: Send, note: Note) => {
    for (let now = performance.now(); now < end && !signal?.aborted; ) {
      const failure = await send();
      const ended = performance.now();
      note(ended - now, failure);
      now = ended;
    }
  };
  return sumUp((note) => Promise.all(lanes.map((send) => lane(send, note))), signal);
};

/** Several rounds of the same load as one. */
export const joinResults = (rounds: readonly LoadResult[]): LoadResult => {
  const latencies = newLatencies();
  const failures: Record<string, number> = {};
  const sum = (amount: (round: LoadResult) => number) =>
    rounds.reduce((total, round) => total + amount(round), 0);
  for (const round of rounds) {
    latencies.add(round.latencies);
    for (const [failure, times] of Object.entries(round.failures))
      failures[failure] = (failures[failure] ?? 0) + times;
  }
  return {
    succeeded: sum((round) => round.succeeded),
    failures,
    seconds: sum((round) => round.seconds),
    latencies,
    generatorCpuMilliseconds: sum((round) => round.generatorCpuMilliseconds),
  };
};
