import { LogUnusable, type Member, runReleases } from "@caravan/release-runner";
import type { Background, Logger } from "@caravan/service-kit";
import { Fenced, LogFull } from "../database/journal.ts";
import type { Lease, ReleaseStore, StoredRelease } from "../dependencies.ts";
import { paceOf } from "../domain/pace.ts";
import { type Group, groupsOf } from "./groups.ts";
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
 * Runs every release that is under way, each by itself or with its train, while this process has the lease. What it does stands in the logs before it is
 * done, so it may end at any point.
 */
export const startEngine = ({ lease, log, ...world }: EngineOptions): Background => {
  const { releases, bell } = world;
  const running = new Map<string, AbortController>();
  const stopping = new AbortController();

  /** A train goes on with all or not at all. */
  const stopWith = async (
    still: Pick<StoredRelease, "service" | "stopped">,
    underWay: readonly StoredRelease[],
  ): Promise<void> => {
    for (const { id, stopped } of underWay)
      if (stopped === null)
        await releases.stop(id, `${still.service} of the same train is stopped: ${still.stopped}`);
  };
  /** One that has ended is looked at no more, so those that cannot go on without its log are stopped here. */
  const stop = async (id: string, stopped: string, members: readonly string[]): Promise<void> => {
    const release = await releases.find(id);
    if (release === undefined || release.endedAt === null) return releases.stop(id, stopped);
    const underWay = await releases.list({ underWay: true, limit: mostReleases });
    const others = underWay.filter((one) => members.includes(one.id));
    await stopWith({ service: release.service, stopped }, others);
  };

  const run = async ({ id, members, underWay }: Group, signal: AbortSignal): Promise<void> => {
    const lengths = new Map(underWay.map((release) => [release.id, release.entries]));
    const member = (release: string): Member => ({
      ...{ release, ports: portsOf(world, release) },
      rhythm: paceOf(() => lengths.get(release) ?? 0),
    });
    const [first = id, ...others] = members;
    try {
      await runReleases([member(first), ...others.map(member)], {
        signal,
        report: ({ run: { id: release } }) => lengths.set(release, (lengths.get(release) ?? 0) + 1),
      });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof LogUnusable || error instanceof LogFull) {
        const { release, message: why } = error;
        log.error({ release, why }, "a release is stopped: no engine can go on with it");
        return stop(release, `${why}.`, members);
      }
      if (error instanceof Fenced) log.warn({ release: id }, error.message);
      else log.error({ err: error, release: id }, "a release is interrupted, and taken up again");
      await bell.next(againSeconds, signal);
    }
  };
  const takeUp = (group: Group): void => {
    const { id } = group;
    const ends = new AbortController();
    running.set(id, ends);
    run(group, ends.signal)
      .catch((error: unknown) => log.error({ err: error, release: id }, "a release is interrupted"))
      .finally(() => running.delete(id));
  };
  const endAll = (): void => {
    for (const ends of running.values()) ends.abort();
  };
  const round = async (): Promise<void> => {
    if (!(await lease.hold())) return endAll();
    const underWay = await releases.list({ underWay: true, limit: mostReleases });
    for (const group of groupsOf(underWay)) {
      const still = group.underWay.find(({ stopped }) => stopped !== null);
      if (still) await stopWith(still, group.underWay);
      else if (!running.has(group.id)) takeUp(group);
    }
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
