export { benchCommand } from "./commands/bench-command.ts";
export { keptFiguresCheck } from "./kept/kept-figures.ts";
export { describeMachine, thisMachine } from "./machine.ts";
export { runSoak, type SoakOptions, type SoakReport } from "./soak/run-soak.ts";
export { showSoak, trends } from "./soak/show-soak.ts";
export { type Embedded, type OpenEmbedded, onStage } from "./stage.ts";
