export { confirm } from "./confirm.ts";
export { interruptible } from "./interrupt.ts";
export { printError } from "./print-error.ts";
export { type Progress, showProgress } from "./progress.ts";
export { type Column, table } from "./table.ts";
export { whyNoFile } from "./why-no-file.ts";
export { terminalWidth } from "./width.ts";
