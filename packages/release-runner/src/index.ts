export { beginRelease, CanaryInUse, type Started } from "./begin-release.ts";
export { findDialect, type Question, questionsOf } from "./dialect.ts";
export { openMetrics } from "./open-metrics.ts";
export { openReceivers, type Receivers, type ReleaseNotice } from "./open-receivers.ts";
export type { Rhythm } from "./perform.ts";
export type { Clock, Deployment, Journal, Notice, Ports, Query, Sample } from "./ports.ts";
export { LogUnusable, type Progress, runRelease } from "./run-release.ts";
export { systemClock } from "./system-clock.ts";
