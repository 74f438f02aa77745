/** `2026-11-25 12:00:01`, in UTC. */
export const moment = (timestamp: string): string => timestamp.slice(0, 19).replace("T", " ");
