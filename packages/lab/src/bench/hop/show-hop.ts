import { table } from "@caravan/terminal";
import {
  cpuTable,
  figure,
  loadCells,
  loadColumns,
  machineCells,
  machineColumns,
  perSecond,
} from "../show.ts";
import type { HopRun } from "./run-hop.ts";

/** The tables of `caravan bench hop`. */
export const showHop = (runs: readonly HopRun[]): string => {
  const rows = runs.map(({ way, connections, load, cpu }) => [
    way,
    String(connections),
    figure(perSecond(load)),
    ...loadCells(load),
    ...machineCells(cpu),
  ]);
  const most = Math.max(...runs.map(({ connections }) => connections));
  const costs = runs
    .filter(({ connections }) => connections === most)
    .map(({ way, load, cpu }) => ({ name: way.replace(/ \(.*\)/, ""), use: cpu, units: load.succeeded }));
  return [
    table(
      ["the same small call", "at a time", "requests/s", ...loadColumns, ...machineColumns],
      rows,
      [1, 2, 3, 4, 6, 7],
    ),
    cpuTable(`call, ${most} at a time`, costs),
  ].join("\n\n");
};
