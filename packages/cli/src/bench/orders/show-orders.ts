import { table } from "../../terminal/table.ts";
import { cpuTable, figure, loadCells, loadColumns, perSecond, showBusy } from "../show.ts";
import type { OrderReport } from "./run-orders.ts";

/** The tables of `caravan bench orders`. */
export function showOrders({ lines, rest, runs, memory, books }: OrderReport): string {
  const rows = runs.map(({ connections, load, backlog, settledAfterSeconds, cpu }) => [
    String(connections),
    figure(perSecond(load)),
    ...loadCells(load),
    String(backlog.unpublished),
    figure(settledAfterSeconds),
    figure(cpu.busy * 100),
  ]);
  const costs = runs.map(({ connections, load, cpu }) => ({
    name: `×${connections}`,
    use: cpu,
    units: load.succeeded,
  }));
  const apps = memory.filter(({ group }) => group === "apps");
  const mebibytes = (bytes: number) => figure(bytes / 2 ** 20);
  const resident = apps.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  const sound =
    books.orders === books.acknowledged &&
    books.committed === books.acknowledged &&
    books.stockFaults.length === 0;
  return [
    table(
      [
        `orders of ${lines} line${lines === 1 ? "" : "s"}, at a time`,
        "orders/s",
        ...loadColumns,
        "events behind",
        "settled after s",
        "busy %",
      ],
      rows,
      [0, 1, 2, 3, 5, 6, 7],
    ),
    cpuTable("order", costs),
    `At rest: ${showBusy(rest.cpu)}.`,
    `Memory of the apps: ${apps.map(({ part, residentBytes }) => `${part} ${mebibytes(residentBytes)}`).join(", ")}; in all ${mebibytes(resident)} MiB resident.`,
    `Books: ${books.acknowledged} orders acknowledged, ${books.orders} exist, ${books.committed} events applied, ${books.stockFaults.length} faults in the stock${sound ? "" : "  ← NOT SOUND"}`,
    ...books.stockFaults.slice(0, 10),
  ].join("\n\n");
}
