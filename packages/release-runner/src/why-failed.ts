/** Why a request failed: fetch's own error says little, its cause does. */
export const whyFailed = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};
