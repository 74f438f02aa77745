export { type PodLogs, podLogs } from "./pod-logs.ts";
