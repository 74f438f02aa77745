import type { Ports as Traffic } from "@caravan/mesh";
import type { Deployment, Ports, Query } from "@caravan/release-runner";
import { systemClock } from "@caravan/release-runner";
import type { ReleaseStore } from "../dependencies.ts";
import { numberOf } from "../domain/view.ts";
import type { Bell } from "./bell.ts";

/** What every release works on. */
export interface World {
  readonly releases: Pick<ReleaseStore, "journal" | "asked" | "outcome">;
  readonly traffic: Traffic;
  readonly query: Query;
  readonly bell: Bell;
}

/** How often is looked for what another process took in; this one's own wakes at once. */
const lookSeconds = 2;

/** Waits for a deployer's answer, which may be there already. */
const deployed = async (
  { releases, bell }: Pick<World, "releases" | "bell">,
  release: string,
  work: Deployment & { readonly id: string },
  signal: AbortSignal,
): Promise<void> => {
  // They are gone already: weights of nothing and of everything, one of which is in force then, have none (packages/mesh).
  if (work.do === "clear cohorts") return;
  for (;;) {
    signal.throwIfAborted();
    const next = bell.next(lookSeconds, signal);
    const answer = await releases.outcome(release, numberOf(work));
    if (answer?.outcome === "done") return;
    if (answer) throw new Error(answer.reason ?? "the deployer does not say why");
    await next;
  }
};

/** What one release works on. */
export const portsOf = ({ releases, traffic, query, bell }: World, release: string): Ports => ({
  traffic,
  query,
  journal: releases.journal(release),
  deploy: (_, work, signal) => deployed({ releases, bell }, release, work, signal),
  notify: async () => {
    throw new Error("there are no receivers");
  },
  async *commands(_, signal) {
    const told = new Set<string>();
    while (!signal.aborted) {
      // It listens before it looks, so that nothing is missed.
      const next = bell.next(lookSeconds, signal);
      for (const { at, by, command, reason } of await releases.asked(release)) {
        if (told.has(at)) continue;
        told.add(at);
        yield { kind: "command", at, actor: by, reason, command };
      }
      await next;
    }
  },
  clock: systemClock,
});
