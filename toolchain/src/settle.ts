/**
 * Waits for all, also when one fails, so that nothing goes on behind the caller's back.
 *
 * @throws the first error, once all have ended
 */
export const settle = async (works: readonly (Promise<unknown> | undefined)[]): Promise<void> => {
  const results = await Promise.allSettled(works);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
};
