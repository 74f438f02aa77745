/** The relays that run in this process, by what wakes them. */
const relays = new Set<() => void>();

/** Has every later {@link wakeRelays} call the function; returns how to end that. */
export function onWake(wake: () => void): () => void {
  relays.add(wake);
  return () => relays.delete(wake);
}

/** Wakes the relays of this process. A relay of another database looks once in vain, which costs one query. */
export function wakeRelays(): void {
  for (const wake of relays) wake();
}
