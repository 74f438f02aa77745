import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type Cell, cells } from "./cells.ts";
import type { CellReport } from "./measure.ts";

export interface SimulationOptions {
  readonly runs: number;
  readonly seed: number;
  /** Only scenarios that hold this text. */
  readonly only?: string | undefined;
  /** Told of each cell once it is measured. */
  readonly note?: (report: CellReport, left: number) => void;
}

export const cellsWith = (text = ""): readonly Cell[] =>
  cells.filter(({ scenario }) => scenario.includes(text));

/** Measures cells on all processors; the result depends on the seed alone. */
export const measureAll = async ({
  runs,
  seed,
  only,
  note,
}: SimulationOptions): Promise<readonly CellReport[]> => {
  // What takes longest, the quiet services, stands first.
  const waiting = cellsWith(only)
    .map((cell) => cells.indexOf(cell))
    .toSorted((one, other) => (cells[one]?.rate ?? 0) - (cells[other]?.rate ?? 0));
  const reports = new Map<number, CellReport>();
  const count = waiting.length;

  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("./worker.ts", import.meta.url));
      let cell: number | undefined;
      const next = () => {
        cell = waiting.shift();
        if (cell === undefined) worker.terminate().then(() => resolve(), reject);
        else worker.postMessage({ cell, runs, seed });
      };
      worker.on("error", reject);
      worker.on("message", (report: CellReport) => {
        if (cell !== undefined) reports.set(cell, report);
        note?.(report, count - reports.size);
        next();
      });
      next();
    });

  await Promise.all(Array.from({ length: Math.min(availableParallelism(), count) }, work));
  return [...reports].toSorted(([one], [other]) => one - other).map(([, report]) => report);
};
