export { type Comparison, compareContracts } from "./compare.ts";
export type { Contracts } from "./documents.ts";
export { publishContracts, releaseContracts } from "./publish.ts";
