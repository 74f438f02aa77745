export {
  abandonRelease,
  askRelease,
  beginReleases,
  historyOf,
  listReleases,
  logOf,
  requireNoneUnderWay,
  watchReleases,
} from "./ask-release.ts";
export { requireNotReleased, requireRelease, requireUnderWay, withTrain } from "./find-release.ts";
export { type Deployer, followHere } from "./follow-here.ts";
export type { Deploy } from "./follow-release.ts";
export { imageFor } from "./image-for.ts";
export { planText } from "./plan-text.ts";
export { historyText, releasesTable, releaseText } from "./show-release.ts";
