export { type Comparison, compareContracts } from "./compare.ts";
export { contractsOf } from "./contracts-of.ts";
export type { Contracts } from "./documents.ts";
export { publishContracts, releaseContracts } from "./publish.ts";
