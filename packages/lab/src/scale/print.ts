import { table } from "@caravan/terminal";
import { costs } from "./costs.ts";
import { limitOf, simulate } from "./simulate.ts";

/** Machines, and pods of each app on them. */
const shops = [
  [2, 1],
  [2, 2],
  [2, 4],
  [4, 1],
  [4, 2],
  [16, 1],
  [16, 2],
  [16, 4],
  [64, 4],
  [64, 8],
  [64, 16],
] as const;

const rows = shops.map(([cores, replicas]) => {
  const outcome = simulate({ cores, replicas, buyers: 32 * cores }, 1500 * cores + 2000);
  const { orders, p50Milliseconds, busy } = outcome;
  const limit = limitOf(outcome);
  const percent = `${(100 * (busy[limit] ?? 0)).toFixed(0)} %`;
  return [
    ...[cores, replicas, 32 * cores, Math.round(orders), Math.round(p50Milliseconds)].map(String),
    `${limit} (${percent} busy)`,
  ];
});
const sum = Object.values(costs).reduce((total, one) => total + one, 0);
console.log(`An order costs ${sum.toFixed(1)} ms of one core. Simulated with the costs of each part:\n`);
console.log(table(["CORES", "PODS OF EACH APP", "BUYERS", "ORDERS/S", "P50 MS", "LIMIT"], rows));
