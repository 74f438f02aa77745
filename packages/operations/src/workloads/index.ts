export { findObservability } from "./find-observability.ts";
export { type StatusReport, statusReport, type WorkloadReport } from "./report.ts";
export { statusTable } from "./show.ts";
