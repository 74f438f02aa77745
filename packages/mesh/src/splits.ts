import { cohortHeader } from "@caravan/contracts";
import * as v from "valibot";
import { type Rule, sharesOfRules } from "./cohorts.ts";
import { reachable } from "./reachable.ts";
import { isOf, type Route, type VirtualService } from "./virtual-services.ts";
import { distinct, type Share } from "./weights.ts";

/** How one route that leads to an app splits its requests. */
export interface Split {
  /** VirtualService and route, e.g. `shop/order-read`. */
  readonly route: string;
  /** v2's share; several where customers and other requests are split differently. */
  readonly shares: readonly Share[];
}

const ByCohort = v.object({ headers: v.strictObject({ [cohortHeader]: v.object({ regex: v.string() }) }) });

/** A VirtualService is for one gateway, so that a match is the same with and without it. */
const matchesOf = ({ match = [{}] }: Route): string[] =>
  match.map((one) => JSON.stringify(Object.entries(one).filter(([field]) => field !== "gateways")));

type Destinations = NonNullable<Route["route"]>;

interface Leaf {
  readonly name: string;
  readonly matches: readonly string[];
  /** One after another, for the cohorts of each. */
  readonly rules: readonly { readonly cohorts: string | undefined; readonly to: Destinations }[];
}

/** The cohorts that a route of an app's weights is for; undefined when it is for all, or for something else. */
const cohortsOf = ({ match }: Route): string | undefined => {
  const [one, ...more] = match ?? [];
  const only = v.safeParse(ByCohort, one);
  return only.success && more.length === 0 ? only.output.headers[cohortHeader]?.regex : undefined;
};

/** A route as it is in force: with what it hands over to, or left out while that does not exist, as Istio does it. */
const leavesOf = (route: Route, services: readonly VirtualService[]): Leaf[] => {
  const { name = "", delegate } = route;
  const matches = matchesOf(route);
  if (!delegate) return [{ name, matches, rules: [{ cohorts: undefined, to: route.route ?? [] }] }];
  const http = services.find(({ metadata }) => metadata.name === delegate.name)?.spec.http ?? [];
  const rules = http.map((one) => ({ cohorts: cohortsOf(one), to: one.route ?? [], own: one.match }));
  const forAll = rules.filter(({ cohorts, own }) => own === undefined || cohorts !== undefined);
  // Written by hand: routes of its own within those of the app.
  const others = http.filter(({ match }, i) => match !== undefined && rules[i]?.cohorts === undefined);
  return [
    ...others.map((one) => ({
      name,
      matches: matches.flatMap((match) => matchesOf(one).map((more) => match + more)),
      rules: [{ cohorts: undefined, to: one.route ?? [] }],
    })),
    ...(forAll.length === 0 ? [] : [{ name, matches, rules: forAll }]),
  ];
};

/** Every route that leads to an app, with the shares that v2 has on it. */
export const splitsOf = (services: readonly VirtualService[], app: string): Split[] =>
  services
    .filter(({ spec }) => spec.hosts !== undefined)
    .flatMap(({ metadata, spec }) =>
      reachable(
        (spec.http ?? []).flatMap((route) => leavesOf(route, services)),
        ({ matches }) => matches,
      ).flatMap(({ name, rules }) => {
        const read = rules.map(({ cohorts, to }) => ({ cohorts, parts: partsOf(app, to) }));
        return read.every(({ parts }) => parts.length === 0)
          ? []
          : [{ route: `${metadata.name}/${name}`, shares: sharesOfRules(read) }];
      }),
    );

const partsOf = (app: string, destinations: Destinations): Rule["parts"] =>
  destinations
    .filter(({ destination }) => isOf(app, destination.host))
    .map(({ destination, weight = 0 }) => ({ version: destination.subset, weight }));

/** v2's shares of each app that routes lead to: one when all its routes agree. */
export const sharesOf = (
  services: readonly VirtualService[],
  apps: readonly string[],
): ReadonlyMap<string, readonly Share[]> =>
  new Map(
    apps
      .map((app) => [app, distinct(splitsOf(services, app).flatMap(({ shares }) => shares))] as const)
      .filter(([, shares]) => shares.length > 0),
  );
