export { type Crowd, crowd } from "./crowd.ts";
export { fairnessTable } from "./fairness-table.ts";
