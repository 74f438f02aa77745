export { decide } from "./engine/decide.ts";
export type { Effect, Request, Work } from "./engine/effect.ts";
export { Command, Input, type InputOf } from "./engine/input.ts";
export type { Reason } from "./engine/reason.ts";
export type { ActivePhase, Decide, Decision, Entry, Phase, Run, WorkPhase } from "./engine/run.ts";
export type { Demands, Finding, Judge, Judgement } from "./judge/judgement.ts";
export { Counts, Look } from "./judge/look.ts";
export { LogEntry } from "./log/entry.ts";
export { Gate, Guard, Occasion, Plan, type Step } from "./plan/plan.ts";
