import { AsyncLocalStorage } from "node:async_hooks";
import type { CallContext } from "@caravan/contracts";

/**
 * What a delivered event passes on to the calls its handler makes: its trace, and no deadline, because nobody waits.
 * `subscriptions()` sets it, the transport reads it when there is no request.
 */
export const deliveryContext = new AsyncLocalStorage<CallContext>();
