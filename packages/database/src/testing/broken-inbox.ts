/** A planted defect, for checks that must find it: treats every event as applied before. */
import type { recordEvents as real } from "../inbox/record-events.ts";

export * from "../inbox/record-events.ts";

export const recordEvents: typeof real = async (_, events) => new Set(events);
