import { table } from "@caravan/terminal";
import { cpuTable, figure, loadCells, machineCells, machineColumns, showBusy } from "../show.ts";
import type { SagaReport } from "./run-saga.ts";

/** The tables of `caravan bench saga`. */
export const showSaga = ({ rest, runs, memory }: SagaReport): string => {
  const rows = runs.map(({ connections, load, confirmations, outbox, cpu }) => [
    String(connections),
    figure(confirmations.confirmed / confirmations.seconds),
    figure(confirmations.sincePlaced.percentile(50)),
    figure(confirmations.sincePlaced.percentile(99)),
    String(confirmations.open),
    ...loadCells(load),
    String(outbox.events),
    figure(outbox.oldestSeconds),
    ...machineCells(cpu),
  ]);
  const costs = runs.map(({ connections, confirmations, cpu }) => ({
    name: `×${connections}`,
    use: cpu,
    units: confirmations.confirmed,
  }));
  const apps = memory.filter(({ group }) => group === "apps");
  const mebibytes = (bytes: number) => figure(bytes / 2 ** 20);
  const resident = apps.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  return [
    table(
      [
        "buyers at a time",
        "confirmed/s",
        "placed to confirmed: p50 ms",
        "p99 ms",
        "still open",
        "buying: p50 ms",
        "p99 ms",
        "failed",
        "events behind",
        "oldest s",
        ...machineColumns,
      ],
      rows,
      [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11],
    ),
    cpuTable("confirmed order", costs),
    `At rest: ${showBusy(rest.cpu)}.`,
    `Memory of the apps: ${apps.map(({ part, residentBytes }) => `${part} ${mebibytes(residentBytes)}`).join(", ")}; in all ${mebibytes(resident)} MiB resident.`,
  ].join("\n\n");
};
