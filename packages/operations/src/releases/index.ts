export {
  askRunning,
  requireFeasible,
  requireNoneUnderWay,
  requireRun,
  requireUnderWay,
  runHere,
} from "./at-desk.ts";
export { type Desk, openDesk, person } from "./desk.ts";
export { planOf } from "./plan-of.ts";
export { historyText, releasesTable, releaseText } from "./show-release.ts";
