/**
 * Whether kubectl or helm failed because a webhook gave no answer, as istiod's while it is busy: nothing was said of the object, so the same
 * may be asked again.
 */
export const isUnanswered = (error: unknown): boolean =>
  /failed calling webhook .*(EOF|connection refused|connection reset|no endpoints|deadline exceeded)/.test(
    String(error),
  );
