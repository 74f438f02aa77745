import type { Ports as Traffic } from "@caravan/mesh";
import { NotKnown } from "@caravan/release-engine";
import type { CompareContracts, Deployment, Ports, Query, Receivers } from "@caravan/release-runner";
import { systemClock } from "@caravan/release-runner";
import type { ReleaseStore } from "../dependencies.ts";
import { numberOf } from "../domain/view.ts";
import type { Bell } from "./bell.ts";
import { tellPatiently } from "./tell-patiently.ts";

/** What every release works on. */
export interface World {
  readonly releases: Pick<ReleaseStore, "find" | "journal" | "asked" | "outcome">;
  readonly traffic: Traffic;
  readonly query: Query;
  readonly compareContracts: CompareContracts;
  readonly restarts: Ports["restarts"];
  readonly receivers: Pick<Receivers, "tell">;
  /** Counts what was told of a service's releases, and what could not be. */
  readonly countNotice: (service: string, outcome: "told" | "failed") => void;
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
    const why = answer?.reason ?? "the deployer does not say why";
    if (answer) throw answer.outcome === "unknown" ? new NotKnown(why) : new Error(why);
    await next;
  }
};

/** What one release works on. */
export const portsOf = (
  { releases, traffic, query, compareContracts, restarts, receivers, countNotice, bell }: World,
  release: string,
): Ports => ({
  traffic,
  query,
  compareContracts,
  restarts,
  journal: releases.journal(release),
  deploy: (_, work, signal) => deployed({ releases, bell }, release, work, signal),
  async notify(service, { id, receiver, occasion }, signal) {
    // Words of now: of a message that is told late, they say where the release has come to meanwhile.
    const words = (await releases.find(release))?.why ?? [];
    const notice = { id, receiver, occasion, release, service, words };
    const tell = () => receivers.tell({ ...notice, at: systemClock.now() });
    await tellPatiently(tell, systemClock, signal).then(
      () => countNotice(service, "told"),
      (error: unknown) => {
        if (!signal.aborted) countNotice(service, "failed");
        throw error;
      },
    );
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
