import { AsyncLocalStorage } from "node:async_hooks";
import type { CallContext } from "@caravan/contracts";

/**
 * How long daprd waits for a handler, less the time for the reply. A handler's work ends then, and
 * the event is delivered again. A test compares it with the policy `delivery` of components/templates/resiliency.yaml.
 */
export const deliverySeconds = 3.5;

/**
 * What a delivered event passes on to the calls its handler makes: its trace, and when daprd stops waiting.
 * `subscriptions()` sets it, the transport reads it when there is no request.
 */
export const deliveryContext = new AsyncLocalStorage<CallContext>();
