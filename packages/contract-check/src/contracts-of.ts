import type { RouteDefinition } from "@caravan/contracts";
import { apis } from "@caravan/contracts/apis";
import type { AppContracts } from "./app-contracts.ts";
import { currentContracts } from "./documents.ts";

const routesThat = (app: string): (readonly [service: string, id: string])[] =>
  Object.entries<Record<string, RouteDefinition>>(apis).flatMap(([service, routes]) =>
    Object.values(routes)
      .filter(({ callers = [] }) => callers.includes(app))
      .map(({ id }) => [service, id] as const),
  );

/**
 * The contracts of an app of this checkout.
 *
 * @param topics what it publishes and hears (`components/topics`)
 * @param knows whether its program has a route, by the route's id: who may call a service need not do so yet
 */
export const contractsOf = (
  app: string,
  topics: { readonly publishes: readonly string[]; readonly hears: readonly string[] },
  knows: (routeId: string) => boolean = () => true,
): AppContracts => {
  const { services, events } = currentContracts();
  const only = <T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
    Object.fromEntries(
      names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]] as const])),
    );
  const known = routesThat(app).filter(([, id]) => knows(id));
  const called = Map.groupBy(known, ([service]) => service);
  return {
    app,
    serves: services[app] ?? {},
    calls: Object.fromEntries(
      [...called].map(([service, routes]) => [
        service,
        only(
          services[service] ?? {},
          routes.map(([, id]) => id),
        ),
      ]),
    ),
    publishes: only(events, topics.publishes),
    hears: only(events, topics.hears),
  };
};
