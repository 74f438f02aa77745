export { breakNames } from "./breaks.ts";
export { type ChaosShop, chaos } from "./chaos.ts";
export { faultsNamed } from "./faults/all.ts";
export type { ChaosReport } from "./run-chaos.ts";
export type { Canaries } from "./second-versions.ts";
export { showChaos } from "./show-chaos.ts";
