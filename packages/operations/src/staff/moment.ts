import type { Column } from "@caravan/terminal";

/** A column of {@link moment}s; without room the time of day stays. */
export const whenColumn = (name = "WHEN (UTC)"): Column => ({ name, cut: "start", least: 9 });

/** `2026-11-25 12:00:01`, in UTC. */
export const moment = (timestamp: string): string => timestamp.slice(0, 19).replace("T", " ");
