import type { RouteDefinition } from "@caravan/contracts";
import { apis } from "@caravan/contracts/apis";
import { inDependencyOrder } from "@caravan/release-engine";

/** For each service those that it calls, as their contracts say. */
const calls = (): Readonly<Record<string, readonly string[]>> => {
  const pairs = Object.entries<Record<string, RouteDefinition>>(apis).flatMap(([callee, routes]) =>
    Object.values(routes).flatMap(({ callers = [] }) => callers.map((caller) => ({ caller, callee }))),
  );
  const byCaller = Map.groupBy(pairs, ({ caller }) => caller);
  return Object.fromEntries([...byCaller].map(([caller, all]) => [caller, all.map(({ callee }) => callee)]));
};

/** Services in the order in which a train brings them: each callee before its callers. */
export const inTrainOrder = (services: readonly string[]): string[] =>
  inDependencyOrder([...new Set(services)], calls());

/** Of the images that are named on a command line the one of an app: `order=…`, or the one without a name when there is one app. */
export const imageFor = (
  app: string,
  apps: readonly string[],
  images: readonly string[],
): string | undefined => {
  const mine = images.find((image) => image.startsWith(`${app}=`));
  if (mine !== undefined) return mine.slice(app.length + 1);
  return apps.length === 1 ? images.find((image) => !image.includes("=")) : undefined;
};
