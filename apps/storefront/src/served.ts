import { AsyncLocalStorage } from "node:async_hooks";
import type { CallContext } from "@caravan/contracts";
import { callContext } from "@caravan/service-kit";

/** A value and which version of which services made it: `["product=v1"]`. It stays with the value while that is cached. */
export interface Served<T> {
  readonly value: T;
  readonly servedBy: readonly string[];
}

const loads = new AsyncLocalStorage<CallContext>();

/** What outgoing calls take over: from the shared load they belong to, else from the request. */
export const currentCall = (): CallContext | undefined => loads.getStore() ?? callContext();

/**
 * Loads something that several shoppers will share: no shopper's cookie goes along, and it does not end with the
 * deadline of the one who happened to come first.
 */
export const loadShared = async <T>(timeoutSeconds: number, load: () => Promise<T>): Promise<Served<T>> => {
  const { cookie: _, ...headers } = callContext()?.headers ?? {};
  const servedBy: string[] = [];
  const context = {
    deadlineAt: Date.now() + timeoutSeconds * 1000,
    headers,
    served: (names: string) => servedBy.push(...split(names)),
  };
  return { value: await loads.run(context, load), servedBy };
};

/** Notes that a shared value took part in the reply to this request. */
export const use = <T>(served: Served<T>): T => {
  if (served.servedBy.length > 0) callContext()?.served(served.servedBy.join(", "));
  return served.value;
};

const split = (names: string): string[] => names.split(",").map((name) => name.trim());
