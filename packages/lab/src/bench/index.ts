export { type BenchOptions, benchmarks, type Measured } from "./benchmarks.ts";
export { showJudge } from "./judge/show-judge.ts";
export { describeMachine, thisMachine } from "./machine.ts";
export { runSoak, type SoakOptions, type SoakReport } from "./soak/run-soak.ts";
export { showSoak, trends } from "./soak/show-soak.ts";
export { type Embedded, type OpenEmbedded, onStage } from "./stage.ts";
