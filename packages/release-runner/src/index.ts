export { findDialect } from "./dialect.ts";
export { openJournalFile } from "./journal-file.ts";
export type { Rhythm } from "./perform.ts";
export type { Clock, Deployment, Journal, Ports, Query, Sample } from "./ports.ts";
export { type Progress, runRelease, type Started } from "./run-release.ts";
export { systemClock } from "./system-clock.ts";
