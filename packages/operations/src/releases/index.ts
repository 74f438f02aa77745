export {
  abandonRelease,
  askRelease,
  beginRelease,
  historyOf,
  listReleases,
  logOf,
  requireNoneUnderWay,
  watchReleases,
} from "./ask-release.ts";
export { requireNotReleased, requireRelease, requireUnderWay } from "./find-release.ts";
export { followHere } from "./follow-here.ts";
export type { Deploy } from "./follow-release.ts";
export { planText } from "./plan-text.ts";
export { historyText, releasesTable, releaseText } from "./show-release.ts";
