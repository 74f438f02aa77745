export { AppContracts, contractsOf } from "./app-contracts.ts";
export { type Comparison, compareContracts } from "./compare.ts";
export type { Contracts } from "./documents.ts";
export { publishContracts, releaseContracts } from "./publish.ts";
export { sideBySide, type Version } from "./side-by-side.ts";
