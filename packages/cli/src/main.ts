import { createProgram } from "./program.ts";
import { printError } from "./terminal/print-error.ts";

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = printError(error);
}
