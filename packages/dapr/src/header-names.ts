/** The milliseconds that are left for a call, counted from the time it is sent. */
export const deadlineHeader = "x-deadline-ms";
/** The versions of the services that made a reply. */
export const servedByHeader = "x-served-by";
