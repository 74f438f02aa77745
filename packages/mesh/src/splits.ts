import { reachable } from "./reachable.ts";
import { isOf, type Route, type VirtualService } from "./virtual-services.ts";
import { distinct, type Share, shareOf } from "./weights.ts";

/** How one route that leads to an app splits its requests. */
export interface Split {
  /** VirtualService and route, e.g. `shop/order-read`. */
  readonly route: string;
  readonly share: Share;
}

/** A VirtualService is for one gateway, so that a match is the same with and without it. */
const matchesOf = ({ match = [{}] }: Route): string[] =>
  match.map((one) => JSON.stringify(Object.entries(one).filter(([field]) => field !== "gateways")));

interface Leaf {
  readonly name: string;
  readonly matches: readonly string[];
  readonly destinations: NonNullable<Route["route"]>;
}

/** A route as it is in force: with what it hands over to, or left out while that does not exist, as Istio does it. */
const leavesOf = (route: Route, services: readonly VirtualService[]): Leaf[] => {
  const { name = "", delegate } = route;
  if (!delegate) return [{ name, matches: matchesOf(route), destinations: route.route ?? [] }];
  const to = services.find(({ metadata }) => metadata.name === delegate.name)?.spec.http ?? [];
  return to.map((leaf) => {
    const own = leaf.match ? matchesOf(leaf) : [""];
    const matches = matchesOf(route).flatMap((match) => own.map((more) => match + more));
    return { name, matches, destinations: leaf.route ?? [] };
  });
};

/** Every route that leads to an app, with the share that v2 has on it. */
export const splitsOf = (services: readonly VirtualService[], app: string): Split[] =>
  services
    .filter(({ spec }) => spec.hosts !== undefined)
    .flatMap(({ metadata, spec }) =>
      reachable(
        (spec.http ?? []).flatMap((route) => leavesOf(route, services)),
        ({ matches }) => matches,
      ).flatMap(({ name, destinations }) => {
        const parts = destinations
          .filter(({ destination }) => isOf(app, destination.host))
          .map(({ destination, weight = 0 }) => ({ version: destination.subset, weight }));
        return parts.length === 0 ? [] : [{ route: `${metadata.name}/${name}`, share: shareOf(parts) }];
      }),
    );

/** v2's shares of each app that routes lead to: one when all its routes agree. */
export const sharesOf = (
  services: readonly VirtualService[],
  apps: readonly string[],
): ReadonlyMap<string, readonly Share[]> =>
  new Map(
    apps
      .map((app) => [app, distinct(splitsOf(services, app).map(({ share }) => share))] as const)
      .filter(([, shares]) => shares.length > 0),
  );
