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
import type { PageRun } from "./run-pages.ts";

/** The tables of `caravan bench pages`. */
export const showPages = (runs: readonly PageRun[]): string => {
  const rows = runs.map(({ what, connections, load, cpu }) => [
    what,
    String(connections),
    figure(perSecond(load)),
    ...loadCells(load),
    ...machineCells(cpu),
  ]);
  const costs = runs.map(({ what, connections, load, cpu }) => ({
    name: `${what.replace("product ", "")} ×${connections}`,
    use: cpu,
    units: load.succeeded,
  }));
  return [
    table(
      ["through the ingress", "at a time", "requests/s", ...loadColumns, ...machineColumns],
      rows,
      [1, 2, 3, 4, 6, 7],
    ),
    cpuTable("request", costs),
  ].join("\n\n");
};
