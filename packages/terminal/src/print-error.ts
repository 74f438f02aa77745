import { styleText } from "node:util";
import { Trouble } from "@caravan/toolchain";
import { ExecaError } from "execa";
import { Interrupted } from "./interrupt.ts";

const stream = process.stderr;

/**
 * Prints the error and its remedies, and returns the exit code.
 *
 * @param json a program reads stdout: it gets a problem document there, that of the service where one refused
 */
export const printError = (error: unknown, json = process.argv.includes("--json")): number => {
  if (error instanceof Interrupted) return 130;
  if (json) process.stdout.write(`${JSON.stringify(problemOf(error), null, 2)}\n`);
  const label = styleText("red", "caravan:", { stream });
  const trouble = error instanceof Trouble ? error : groundOf(error);
  if (trouble) {
    stream.write(`${label} ${trouble.message}\n`);
    for (const line of trouble.remedies) stream.write(`${indent(line)}\n`);
    return 1;
  }
  if (error instanceof ExecaError) {
    const said = String(error.stderr || error.stdout || error.originalMessage || "").split("\n");
    stream.write(`${label} ${error.shortMessage}\n${said.slice(-15).map(indent).join("\n")}\n`);
    stream.write(
      `${indent("Run it again; if it stays: ./caravan status, ./caravan logs <app>, ./caravan kubectl get events -A")}\n`,
    );
    return 1;
  }
  stream.write(`${label} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
};

/** @see RFC 9457 */
const problemOf = (error: unknown): object => {
  if (
    error instanceof Error &&
    "problem" in error &&
    typeof error.problem === "object" &&
    error.problem !== null
  )
    return error.problem;
  const trouble = error instanceof Trouble ? error : groundOf(error);
  const title = trouble?.message ?? (error instanceof ExecaError ? error.shortMessage : String(error));
  const detail = trouble?.remedies.join("\n");
  return { type: "about:blank", title, ...(detail && { detail }) };
};

/** An explanation of a failed system call; undefined when its own message is the best. */
const groundOf = (error: unknown): Trouble | undefined => {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code === "ENOSPC" || error.code === "EDQUOT")
    return new Trouble(`The disk is full (${error.message}).`, [
      "Free some space, or set XDG_STATE_HOME and XDG_CACHE_HOME to a larger disk; then run it again.",
    ]);
  if (error.code === "EACCES" || error.code === "EPERM" || error.code === "EROFS")
    return new Trouble(`The system refuses (${error.message}).`, [
      "Run it as the user whose files these are (sudo -E keeps your caches), or set XDG_STATE_HOME and XDG_CACHE_HOME.",
    ]);
  return undefined;
};

const indent = (line: string): string => `  ${line.replaceAll("\n", "\n  ")}`;
