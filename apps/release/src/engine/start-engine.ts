import { LogUnusable, runRelease } from "@caravan/release-runner";
import type { Background, Logger } from "@caravan/service-kit";
import { Fenced, LogFull } from "../database/journal.ts";
import type { Lease, ReleaseStore } from "../dependencies.ts";
import { paceOf } from "../domain/pace.ts";
import { portsOf, type World } from "./ports.ts";

/** What the engine takes from outside. */
export interface EngineOptions extends World {
  readonly releases: World["releases"] & Pick<ReleaseStore, "list" | "stop">;
  readonly lease: Lease;
  readonly log: Logger;
}

/** How often it looks for releases of other processes, and renews its lease. */
const roundSeconds = 3;
/** What failed (the database, the API) is tried again after so long. */
const againSeconds = 5;
/** More than there are services. */
const mostReleases = 50;

/**
 * Runs every release that is under way, each by itself, while this process has the lease. What it does stands in the logs before it is
 * done, so it may end at any point.
 */
export const startEngine = ({ lease, log, ...world }: EngineOptions): Background => {
  const { releases, bell } = world;
  const running = new Map<string, AbortController>();
  const stopping = new AbortController();

  const run = async (id: string, signal: AbortSignal, entries: number): Promise<void> => {
    let length = entries;
    try {
      await runRelease(
        portsOf(world, id),
        paceOf(() => length),
        {
          signal,
          report: () => void length++,
        },
      );
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof LogUnusable || error instanceof LogFull) {
        log.error({ release: id, why: error.message }, "a release is stopped: no engine can go on with it");
        return releases.stop(id, `${error.message}.`);
      }
      if (error instanceof Fenced) log.warn({ release: id }, error.message);
      else log.error({ err: error, release: id }, "a release is interrupted, and taken up again");
      await bell.next(againSeconds, signal);
    }
  };
  const takeUp = (id: string, entries: number): void => {
    const ends = new AbortController();
    running.set(id, ends);
    run(id, ends.signal, entries)
      .catch((error: unknown) => log.error({ err: error, release: id }, "a release is interrupted"))
      .finally(() => running.delete(id));
  };
  const endAll = (): void => {
    for (const ends of running.values()) ends.abort();
  };
  const round = async (): Promise<void> => {
    if (!(await lease.hold())) return endAll();
    const underWay = await releases.list({ underWay: true, limit: mostReleases });
    for (const { id, stopped, entries } of underWay)
      if (stopped === null && !running.has(id)) takeUp(id, entries);
  };
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const next = bell.next(roundSeconds, stopping.signal);
      // Without the database no entry can be written, so no release goes on either.
      await round().catch((error: unknown) =>
        log.error({ err: error }, "the engine cannot look for releases"),
      );
      await next;
    }
  };
  const finished = work();
  return {
    async stop() {
      stopping.abort();
      await finished;
      endAll();
      while (running.size > 0) await bell.next(0.05);
      await lease
        .release()
        .catch((error: unknown) => log.warn({ err: error }, "the lease was not given back"));
    },
  };
};
