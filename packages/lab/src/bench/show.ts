import { table } from "@caravan/terminal";
import type { LoadResult } from "./load/closed-loop.ts";
import { type CpuUse, cpuOf } from "./processes/cpu.ts";
import { type PartGroup, partGroups } from "./processes/parts.ts";

/** A figure with its significant digits: `1 234`, `56.7`, `0.89`, `0.023`. */
export const figure = (value: number): string => {
  if (!Number.isFinite(value)) return "–";
  if (value >= 100) return Math.round(value).toLocaleString("en").replaceAll(",", " ");
  if (value < 0.0005) return "0";
  return value.toFixed(value >= 10 ? 1 : value >= 0.1 ? 2 : 3);
};

export const perSecond = ({ succeeded, seconds }: LoadResult): number => succeeded / seconds;

/** Every benchmark's columns for a load: rate, p50, p99, failures. */
export const loadColumns = ["p50 ms", "p99 ms", "failed"];

export const loadCells = ({ latencies, failures }: LoadResult): string[] => [
  figure(latencies.percentile(50)),
  figure(latencies.percentile(99)),
  showFailures(failures),
];

/** Failures by name; `0` without any. */
export const showFailures = (failures: Readonly<Record<string, number>>): string => {
  const entries = Object.entries(failures);
  return entries.length === 0 ? "0" : entries.map(([what, times]) => `${times}× ${what}`).join(", ");
};

/** One line about the machine's other load during the measurement. */
export const showBusy = (use: CpuUse): string => {
  const stolen = use.stolen > 0.005 ? `, ${figure(use.stolen * 100)} % stolen by the hypervisor` : "";
  return `CPU of the machine ${figure(use.busy * 100)} % busy${stolen}, load ${figure(use.load)}`;
};

/** Every benchmark's columns for the machine: its busy share and its load. */
export const machineColumns = ["idle %", "load"];

export const machineCells = ({ busy, stolen, load }: CpuUse): string[] => [
  figure(Math.max(0, 1 - busy - stolen) * 100),
  figure(load),
];

/** Parts below it are left out of a table, but not out of their group's sum. */
const negligibleMilliseconds = 0.005;

/** CPU milliseconds per unit of work, one column per run; a group's parts are below it. */
export const cpuTable = (
  unit: string,
  columns: readonly { name: string; use: CpuUse; units: number }[],
): string => {
  const per = (use: CpuUse, units: number, group: PartGroup, part?: string) =>
    use.parts.reduce(
      (sum, one) =>
        sum + (one.group === group && (part === undefined || one.part === part) ? one.cpuMilliseconds : 0),
      0,
    ) / Math.max(1, units);
  const rows: string[][] = [];
  for (const wanted of partGroups) {
    const parts = new Set(
      columns.flatMap(({ use }) => use.parts.filter(({ group }) => group === wanted).map(({ part }) => part)),
    );
    if (parts.size === 0) continue;
    rows.push([wanted, ...columns.map(({ use, units }) => figure(per(use, units, wanted)))]);
    if (parts.size < 2) continue;
    for (const name of [...parts].sort()) {
      const shares = columns.map(({ use, units }) => per(use, units, wanted, name));
      if (shares.some((share) => share >= negligibleMilliseconds))
        rows.push([`  ${name}`, ...shares.map(figure)]);
    }
  }
  const sum = columns.map(({ use, units }) => figure(cpuOf(use) / Math.max(1, units)));
  const appsAndStores = columns.map(({ use, units }) =>
    figure(cpuOf(use, "apps", "data stores") / Math.max(1, units)),
  );
  rows.push(["apps and data stores", ...appsAndStores], ["the whole system", ...sum]);
  return table(
    [`CPU ms per ${unit}`, ...columns.map(({ name }) => name)],
    rows,
    columns.map((_, i) => i + 1),
  );
};
