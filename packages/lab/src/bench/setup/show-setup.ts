import { table } from "@caravan/terminal";
import type { PartMemory } from "../processes/memory.ts";
import { partGroups } from "../processes/parts.ts";
import { figure } from "../show.ts";
import type { SetupReport } from "./run-setup.ts";

const mebibytes = (bytes: number) => figure(bytes / 2 ** 20);

/** The tables of `caravan bench setup`. */
export const showSetup = ({ upSeconds, steps, memory }: SetupReport): string => {
  const rows = steps.map(({ name, endedAfterSeconds, seconds }) => [
    name,
    figure(seconds),
    figure(endedAfterSeconds),
  ]);
  const parts = table(
    ["part of ./caravan up", "seconds", "ended after s"],
    [...rows, ["the whole command", figure(upSeconds), ""]],
    [1, 2],
  );
  return [parts, memoryTable(memory)].join("\n\n");
};

const memoryTable = (memory: readonly PartMemory[]): string => {
  const sum = (parts: readonly PartMemory[]) => [
    mebibytes(parts.reduce((bytes, part) => bytes + part.proportionalBytes, 0)),
    mebibytes(parts.reduce((bytes, part) => bytes + part.residentBytes, 0)),
  ];
  const rows = partGroups.flatMap((wanted) => {
    const parts = memory.filter(({ group }) => group === wanted);
    if (parts.length === 0) return [];
    const members = parts.toSorted((a, b) => b.proportionalBytes - a.proportionalBytes);
    return [[wanted, ...sum(parts)], ...members.map((part) => [`  ${part.part}`, ...sum([part])])];
  });
  return table(["memory, MiB", "proportional", "resident"], [...rows, ["all", ...sum(memory)]], [1, 2]);
};
