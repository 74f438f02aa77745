import { printError } from "@caravan/terminal";
import { createProgram } from "./program.ts";

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = printError(error);
}
