export { createEvents, type Events } from "./events.ts";
export { createPool, createThread, type Worker } from "./pool.ts";
export { createStation, type Station } from "./station.ts";
