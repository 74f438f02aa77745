/** The relays that run in this process, by what wakes them. */
const relays = new Set<() => void>();

/** Makes every later {@link wakeRelays} call the function; returns how to end that. */
export const onWake = (wake: () => void): (() => void) => {
  relays.add(wake);
  return () => relays.delete(wake);
};

/** Wakes the relays of this process. A relay of another database polls once in vain, which costs one query. */
export const wakeRelays = (): void => {
  for (const wake of relays) wake();
};
