export { type Aims, aimsOf, type HurtMore } from "./aims.ts";
export type { Cell, Happening } from "./cells.ts";
export { type CellReport, type Figures, measureCell, type Rule, rules } from "./measure.ts";
export { cellsWith, measureAll, type SimulationOptions } from "./measure-all.ts";
export { type Happens, type Played, playRelease } from "./play-release.ts";
