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
import type { FlashRun } from "./run-flash.ts";

/** The tables of `caravan bench flash`. */
export const showFlash = (runs: readonly FlashRun[]): string => {
  const rows = runs.map(({ connections, load, bare, cpu }) => [
    String(connections),
    figure(perSecond(load)),
    figure(perSecond(bare)),
    `${figure((100 * perSecond(load)) / perSecond(bare))} %`,
    ...loadCells(load),
    ...machineCells(cpu),
  ]);
  const sales = runs.map(({ connections, shoppers, pieces, told, soldOutSeconds, orderedSeconds }) => [
    String(connections),
    ...[shoppers, pieces].map(String),
    figure(soldOutSeconds),
    figure(orderedSeconds),
    figure(pieces / orderedSeconds),
    Object.entries(told)
      .map(([decision, times]) => `${times} ${decision}`)
      .join(", "),
  ]);
  const costs = runs.map(({ connections, load, cpu }) => ({
    name: `×${connections}`,
    use: cpu,
    units: load.succeeded,
  }));
  return [
    table(
      ["at a time", "decisions/s", "bare calls/s", "of it", ...loadColumns, ...machineColumns],
      rows,
      [0, 1, 2, 3, 4, 5, 7, 8],
    ),
    table(
      ["at a time", "shoppers", "pieces", "sold out s", "all ordered s", "orders/s", "told"],
      sales,
      [0, 1, 2, 3, 4, 5],
    ),
    cpuTable("decision", costs),
  ].join("\n\n");
};
