import {
  type ReasonLength,
  ReleaseReason,
  releaseReasonLength,
  StaffReason,
  staffReasonLength,
} from "@caravan/contracts";
import { lineOf, wholeNumber } from "@caravan/terminal/arguments";
import { Command, InvalidArgumentError, Option } from "commander";
import type { StaffApi } from "./staff-api.ts";

/** Signs in as staff of the shop at hand. */
export type OpenApi = () => Promise<StaffApi>;

/** How a command prints. */
export interface Output {
  readonly json?: boolean;
}

/** A command with its reason. */
export interface Because extends Output {
  readonly reason: string;
}

/** A time such as `2026-11-28T20:00:00Z`, or from now on: `+90s`, `+5m`, `+2h`, `+3d`. */
export const time = (text: string): string => {
  const [, amount, unit] = /^\+(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? "s"] ?? 1;
  const at = amount === undefined ? new Date(text) : new Date(Date.now() + Number(amount) * seconds * 1000);
  if (Number.isNaN(at.getTime()) || (amount === undefined && !/(Z|[+-]\d\d:\d\d)$/.test(text)))
    throw new InvalidArgumentError("It must be a time such as 2026-11-28T20:00:00Z or +5m.");
  return at.toISOString();
};

/** Parses a whole number of at least 0. */
export const wholeOrZero = (text: string): number => (text === "0" ? 0 : wholeNumber(text));

/** A command that can print JSON. */
export const command = (name: string, description: string): Command =>
  new Command(name).description(description).option("--json", "for scripts");

const reasonOption = (what: string, schema: typeof StaffReason, { least, most }: ReasonLength): Option =>
  new Option("--reason <text>", `${what}; ${least} to ${most} characters`).argParser(lineOf(schema));

/** Asks for the reason of a change. @param what it says, and who reads it */
export const withReason = (it: Command, what = "the reason, shown in the history"): Command =>
  it.addOption(reasonOption(what, StaffReason, staffReasonLength).makeOptionMandatory());

/** The reason of a command about a release. */
export const releaseReason = (what: string): Option =>
  reasonOption(`${what}; it stands in the log with your name`, ReleaseReason, releaseReasonLength);

/** An option that is a whole number above 0. */
export const number = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(wholeNumber);

/** An option that is a time. */
export const atTime = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(time);
