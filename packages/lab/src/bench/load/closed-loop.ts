import { performance } from "node:perf_hooks";
import { type Latencies, newLatencies } from "./latencies.ts";

/** Sends one request and says how it ended: `undefined` for well, else what went wrong in a word or two. */
export type Send = () => Promise<string | undefined>;

/** What a load met. */
export interface LoadResult {
  /** Requests that ended well. */
  succeeded: number;
  /** What went wrong → how often. */
  failures: Record<string, number>;
  /** From the first request to the end of the last. */
  seconds: number;
  /** Of the requests that ended well. */
  latencies: Latencies;
  /** CPU time that the generator itself took. */
  generatorCpuMilliseconds: number;
}

/** Takes note of one request: how long it took, and what went wrong if anything did. */
export type Note = (milliseconds: number, failure: string | undefined) => void;

/**
 * Runs a load and sums up what it met.
 *
 * @throws the signal's reason when it aborted meanwhile
 */
export async function sumUp(
  load: (note: Note) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<LoadResult> {
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
}

/**
 * A closed loop: each lane sends its next request when the last one has ended, for so many seconds. What is under way then is waited
 * for and counted, so that work and count belong together.
 *
 * @throws the signal's reason when it aborted meanwhile
 */
export async function runClosedLoop(
  lanes: readonly Send[],
  seconds: number,
  signal?: AbortSignal,
): Promise<LoadResult> {
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
}

/** Several rounds of the same load as one. */
export function joinResults(rounds: readonly LoadResult[]): LoadResult {
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
}
