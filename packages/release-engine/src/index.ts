export { abandonment } from "./engine/abandonment.ts";
export { binomialBand } from "./engine/binomial.ts";
export { callersFirst } from "./engine/callers-first.ts";
export { isHeldForContracts } from "./engine/contracts.ts";
export { decide } from "./engine/decide.ts";
export type { Effect, Request, Work } from "./engine/effect.ts";
export { Command, Input, type InputOf } from "./engine/input.ts";
export { hasCanaryRequests } from "./engine/kills.ts";
export { type Room, roomIn } from "./engine/log-room.ts";
export { NotKnown } from "./engine/not-known.ts";
export { hasEnded } from "./engine/phases.ts";
export type { Reason } from "./engine/reason.ts";
export type { ActivePhase, Decide, Decision, Entry, Phase, Run, WorkPhase } from "./engine/run.ts";
export { sentenceOf } from "./engine/sentence.ts";
export { leftOn, leftVersion } from "./engine/streams.ts";
export {
  assertTrain,
  decideTrain,
  inDependencyOrder,
  inTrain,
  type Train,
  type TrainDecision,
} from "./engine/train.ts";
export { why } from "./engine/why.ts";
export type { Note } from "./import/draft.ts";
export { type ImportedPlan, importPlan } from "./import/import-plan.ts";
export { type Expectation, requestsToPromote } from "./judge/estimate.ts";
export { type Context, explain } from "./judge/explain.ts";
export { judge } from "./judge/judge.ts";
export type { Demands, Finding, Judge, Judgement } from "./judge/judgement.ts";
export { Counts, Look, type Streams } from "./judge/look.ts";
export { JudgeState } from "./judge/state.ts";
export { LogEntry, logEntryOf } from "./log/entry.ts";
export { type Replay, replay } from "./log/replay.ts";
export { canonical, lineOf, noHash, seal } from "./log/seal.ts";
export { linesOf, type Verification, verifyLog } from "./log/verify-log.ts";
export type { Fault } from "./plan/fault.ts";
export { type ReadPlan, readPlan, showFault } from "./plan/lint.ts";
export { Gate, Guard, Occasion, Plan, type Step } from "./plan/plan.ts";
export { defaultPlan, PlanFile } from "./plan/plan-file.ts";
