export type { Demands, Finding, Judge, Judgement } from "./judge/judgement.ts";
export { Counts, Look } from "./judge/look.ts";
