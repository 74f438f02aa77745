import { styleText } from "node:util";
import { Trouble } from "@caravan/toolchain";
import { ExecaError } from "execa";
import { Interrupted } from "./interrupt.ts";

const stream = process.stderr;

/** Says what went wrong and what to do about it, and returns the exit code. */
export function printError(error: unknown): number {
  if (error instanceof Interrupted) return 130;
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
}

/** What a refused system call means to a person; undefined when nothing better is known than its own words. */
function groundOf(error: unknown): Trouble | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code === "ENOSPC" || error.code === "EDQUOT")
    return new Trouble(`No disk is left (${error.message}).`, [
      "Make room, or set XDG_STATE_HOME and XDG_CACHE_HOME to a larger disk; then run it again.",
    ]);
  if (error.code === "EACCES" || error.code === "EPERM" || error.code === "EROFS")
    return new Trouble(`The system refuses (${error.message}).`, [
      "Run it as the user whose files these are (sudo -E keeps your caches), or set XDG_STATE_HOME and XDG_CACHE_HOME.",
    ]);
  return undefined;
}

function indent(line: string): string {
  return `  ${line.replaceAll("\n", "\n  ")}`;
}
