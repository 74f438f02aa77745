import { table } from "@caravan/terminal";
import {
  cpuTable,
  figure,
  loadCells,
  loadColumns,
  machineCells,
  machineColumns,
  perSecond,
  showFailures,
} from "../show.ts";
import type { OrdersRun } from "./run-orders.ts";

/** The tables of `caravan bench orders`. */
export const showOrders = (runs: readonly OrdersRun[]): string => {
  const rows = runs.map(({ connections, load, refusals, retries, cpu }) => [
    ...[String(connections), figure(perSecond(load)), ...loadCells(load)],
    ...[showFailures(refusals), String(retries), ...machineCells(cpu)],
  ]);
  const costs = runs.map(({ connections, load, cpu }) => ({
    ...{ name: `×${connections}`, use: cpu, units: load.succeeded },
  }));
  const late = runs.reduce((sum, { guestsMeanwhile }) => sum + guestsMeanwhile, 0);
  return [
    table(
      ["placing, at a time", "orders/s", ...loadColumns, "refused", "sent again", ...machineColumns],
      rows,
      [0, 1, 2, 3, 6, 7, 8],
    ),
    cpuTable("order placed", costs),
    ...(late === 0 ? [] : [`${late} guests were made under load; the figures hold them.`]),
  ].join("\n\n");
};
