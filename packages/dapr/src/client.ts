import type { RouteCall, RouteDefinition, RouteReply } from "@caravan/contracts";
import type { Invoke, InvokeInput, Partner } from "./invoke.ts";

type Arguments<R extends RouteDefinition> =
  Record<string, never> extends RouteCall<R> ? [input?: InvokeInput<R>] : [input: InvokeInput<R>];

/** One function per route, named like the route; a route that needs no input may be called without. */
export type Client<Routes extends Readonly<Record<string, RouteDefinition>>> = {
  readonly [K in keyof Routes]: (...args: Arguments<Routes[K]>) => Promise<RouteReply<Routes[K]>>;
};

/**
 * Makes a service's client from its contract.
 *
 * @param sidecar where calls go out
 * @param appId the callee's app id, which is its folder's name
 * @param routes the callee's contract
 * @param partner for a callee outside the mesh: it gets our key for it, and neither the shopper's token nor the trace
 * @example
 * const inventory = createClient(sidecar, "inventory", inventoryRoutes);
 * const reservation = await inventory.reserve({ body: { orderId, lines }, idempotencyKey: orderId });
 */
export const createClient = <const Routes extends Readonly<Record<string, RouteDefinition>>>(
  sidecar: { readonly invoke: Invoke },
  appId: string,
  routes: Routes,
  partner?: Partner,
): Client<Routes> =>
  // The mapped type says of each entry what fromEntries can only say of all of them.
  Object.fromEntries(
    Object.entries(routes).map(([name, route]) => [
      name,
      (input: InvokeInput<typeof route> = {}) => sidecar.invoke(appId, route, input, partner),
    ]),
  ) as unknown as Client<Routes>;
