export { findObservability } from "./find-observability.ts";
export { linkEnvironment } from "./link-environment.ts";
export { type StatusReport, statusReport, type WorkloadReport } from "./report.ts";
export { alertLines, statusTable } from "./show.ts";
export { sizingAdvice, sizingTable } from "./sizing.ts";
