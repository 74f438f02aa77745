import { styleText } from "node:util";
import { Trouble } from "@caravan/toolchain";
import { ExecaError } from "execa";
import { Interrupted } from "./interrupt.ts";

const stream = process.stderr;

/** Says what went wrong and what to do about it, and returns the exit code. */
export function printError(error: unknown): number {
  if (error instanceof Interrupted) return 130;
  const label = styleText("red", "caravan:", { stream });
  if (error instanceof Trouble) {
    stream.write(`${label} ${error.message}\n`);
    for (const line of error.remedies) stream.write(`${indent(line)}\n`);
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

function indent(line: string): string {
  return `  ${line.replaceAll("\n", "\n  ")}`;
}
