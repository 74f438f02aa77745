import { lookup } from "node:dns/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** How long an answer counts: a name that is new, or gone, is known within this time. */
const knownMilliseconds = 5_000;

/** `order.shop.svc.cluster.local` → `order-canary.shop.svc.cluster.local`, which charts/service makes for a canary with ready pods. */
export const canaryHost = (host: string): string => host.replace(/^[^.]+/, "$&-canary");

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOTFOUND";

/** How long an event waits at most for a new answer. */
const patienceMilliseconds = 200;

/**
 * Whether a host exists, by an answer of the name service that is not older than five seconds. When a new one takes long the old one is
 * used, `false` before the first; and one that cannot be had changes nothing.
 *
 * @param find resolves when the host has an address; rejects with the code `ENOTFOUND` when it has none
 */
export const findHost = (
  host: string,
  // The dot at the end spares the search through the cluster's domains.
  find: (host: string) => Promise<unknown> = (name) => lookup(`${name}.`),
): (() => Promise<boolean>) => {
  let exists = false;
  let asksAgainAt = 0;
  let asking = Promise.resolve();
  const ask = () =>
    find(host).then(
      () => {
        exists = true;
      },
      (error: unknown) => {
        if (isAbsent(error)) exists = false;
      },
    );
  return async () => {
    if (Date.now() >= asksAgainAt) {
      asksAgainAt = Date.now() + knownMilliseconds;
      asking = Promise.race([ask(), sleep(patienceMilliseconds, undefined, { ref: false })]);
    }
    await asking;
    return exists;
  };
};
