export { type Check, type Outcome, summary } from "./check.ts";
export { commandCheck } from "./command.ts";
export { vitestCheck } from "./vitest.ts";
