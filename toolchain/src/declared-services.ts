import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { appNames } from "./images/app-image.ts";
import { checkout } from "./images/bundle.ts";

const Flag = v.optional(v.looseObject({ enabled: v.optional(v.boolean(), false) }), {});
const Values = v.looseObject({
  ...{ name: v.string(), partner: Flag, migration: Flag, weights: Flag },
  redis: v.optional(v.boolean(), false),
});

/** What tools need of a service's values; all else is the charts' business. */
export interface DeclaredService {
  readonly name: string;
  /** It lives outside of the mesh: simulated here, a partner's own in production. */
  readonly outside: boolean;
  /** It has a database of its own. */
  readonly database: boolean;
  /** It has a user of Redis, for keys of its own. */
  readonly redis: boolean;
  /** It moves weights of the others, and shows people on which evidence. */
  readonly weighs: boolean;
}

const read = (name: string): DeclaredService[] => {
  const file = join(checkout, `charts/values/${name}.yaml`);
  if (!existsSync(file)) return [];
  const { partner, migration, weights, redis } = v.parse(Values, parse(readFileSync(file, "utf8")));
  const database = migration.enabled;
  return [{ name, outside: partner.enabled, database, redis, weighs: weights.enabled }];
};

let services: readonly DeclaredService[] | undefined;

/** The services that are deployed: every app that has a file of values. */
export const declaredServices = (): readonly DeclaredService[] => {
  services ??= appNames().flatMap(read);
  return services;
};

/** The names of the apps that serve: those with a file of values. */
export const deployedApps = (): string[] => declaredServices().map(({ name }) => name);

/** The names of the shop's own services: those inside the mesh. */
export const meshServices = (): string[] =>
  declaredServices().flatMap(({ name, outside }) => (outside ? [] : [name]));

/** The apps that have a chart of their own: they run on a schedule and serve nothing. */
export const scheduledApps = (): string[] =>
  appNames().filter((app) => existsSync(join(checkout, "charts", app, "Chart.yaml")));
