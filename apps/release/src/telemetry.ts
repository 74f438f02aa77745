import { type Background, counter, every, gauge, type Logger } from "@caravan/service-kit";
import type { ReleaseStore, StoredRelease } from "./dependencies.ts";

const weights = gauge(
  "caravan_release_weight_ratio",
  "v2's share of a service under release: planned, applied (read back), observed (counted).",
  ["service", "kind"],
);
const phases = gauge("caravan_release_phase", "1 for the phase that a service's release is in.", [
  "service",
  "phase",
]);
const ages = gauge(
  "caravan_release_look_age_seconds",
  "Since when metrics of a service under release were not looked at.",
  ["service"],
);
const verdicts = gauge("caravan_release_verdict", "1 for what the judge says of a service's release.", [
  "service",
  "verdict",
]);

const logs = gauge(
  "caravan_release_logs",
  "Releases with their logs: kept, and dropped since they ended long ago.",
  ["state"],
);
const notices = counter(
  "caravan_release_notices_total",
  "Messages about releases of a service: told (taken by Alertmanager), failed (given up).",
  ["service", "outcome"],
);

/** Counts a message that a plan asked for. */
export const countNotice = (service: string, outcome: "told" | "failed"): void =>
  notices.inc({ service, outcome });

/** Shows the releases that are under way: as many series as there are services, and none when nothing is released. */
const show = (underWay: readonly StoredRelease[], now: Date): void => {
  for (const metric of [weights, phases, ages, verdicts]) metric.reset();
  for (const { service, weights: shares, phase, stopped, lookedAt, verdict } of underWay) {
    for (const [kind, weight] of Object.entries(shares))
      if (weight !== null) weights.set({ service, kind }, weight / 1000);
    phases.set({ service, phase: stopped === null ? phase : "stopped" }, 1);
    if (lookedAt !== null) ages.set({ service }, (now.getTime() - Date.parse(lookedAt)) / 1000);
    if (verdict !== null) verdicts.set({ service, verdict: verdict.verdict }, 1);
  }
};

/** Keeps the figures of releases up to date. */
export const observeReleases = (
  releases: Pick<ReleaseStore, "list" | "count">,
  now: () => Date,
  log: Logger,
): Background =>
  every(
    10,
    "show releases",
    async () => {
      show(await releases.list({ underWay: true, limit: 50 }), now());
      for (const [state, count] of Object.entries(await releases.count())) logs.set({ state }, count);
    },
    log,
  );
