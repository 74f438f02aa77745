/** Carries the milliseconds that are left for a call, counted from when it is sent. */
export const deadlineHeader = "x-deadline-ms";
/** Tells which versions of which services made a reply. */
export const servedByHeader = "x-served-by";
