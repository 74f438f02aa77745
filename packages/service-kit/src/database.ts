import { Gauge } from "prom-client";
import { metrics } from "./metrics.ts";

/** Registers the metrics of locked rows in the app's database. Called once, when it is opened. */
export const showLocks = (locks: () => { readonly waiting: number; readonly refused: number }): void => {
  new Gauge({
    name: "caravan_database_blocked_changes",
    help: "Changes that wait for a lock that is not released.",
    registers: [metrics],
    collect() {
      this.set(locks().waiting);
    },
  });
  new Gauge({
    name: "caravan_database_lock_refusals_total",
    help: "Changes refused because their rows stayed locked.",
    registers: [metrics],
    collect() {
      this.set(locks().refused);
    },
  });
};
