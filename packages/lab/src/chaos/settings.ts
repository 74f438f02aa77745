import { join } from "node:path";
import { changeRelease, type Kube, rollBackRelease } from "@caravan/cluster";
import { checkout, namespaces, settle } from "@caravan/toolchain";
import * as v from "valibot";
import type { Stage } from "../bench/stage.ts";

/** Short times, so that a run of minutes covers what takes days in production: unpaid orders expire, parcels are delivered. */
const settings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // A few buyers represent many, and many of them do not pay.
  order: { PAYMENT_SECONDS: "60", MOST_UNPAID_ORDERS: "10000", MOST_UNPAID_PIECES: "10000" },
  payment: { POLL_AFTER_SECONDS: "10" },
  logistics: { DISPATCH_AFTER_SECONDS: "5", POLL_AFTER_SECONDS: "15" },
};

/**
 * The clock skew of some apps, in seconds: a hold and the order's deadline come from different
 * clocks, and the two differ by two minutes.
 */
const skews: Readonly<Record<string, number>> = { inventory: 60, payment: -60 };

/** Shifts an app's clock: a module that Node loads before the app. */
const skewedClock = (seconds: number): string => {
  const code = `const Real=Date,off=${seconds * 1000};globalThis.Date=class extends Real{constructor(...a){a.length?super(...a):super(Real.now()+off)}static now(){return Real.now()+off}static[Symbol.hasInstance](x){return x instanceof Real}}`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
};

/** The settings of a run. */
export interface RunSettings {
  /** Pods of each app. */
  readonly replicas: number;
  /** Shifts some clocks by a minute. */
  readonly skewClocks: boolean;
}

const Status = v.pipe(v.string(), v.parseJson(), v.object({ version: v.number() }));

/** Changes some values of a release of the one chart, an app's or its canary's, and keeps the others. */
export const upgrade = (kube: Kube, name: string, values: object): Promise<void> =>
  changeRelease(kube, { name, namespace: namespaces.shop, chart: join(checkout, "charts/service") }, values);

/** Gives the apps the settings of a run until its end, and waits until they have them. */
export const applySettings = async (
  { kube, atTheEnd }: Pick<Stage, "kube" | "atTheEnd">,
  apps: readonly string[],
  run: RunSettings,
): Promise<void> => {
  const rolledOut = (on: Kube) => settle(apps.map((app) => on.rolledOut(namespaces.shop, `deploy/${app}`)));
  const before = await Promise.all(
    apps.map(async (app) => {
      const status = await kube.helm(["status", app, "-n", namespaces.shop, "-o", "json"]);
      return { app, revision: v.parse(Status, status).version };
    }),
  );
  atTheEnd(async (on) => {
    await settle(
      before.map(({ app, revision }) =>
        rollBackRelease(on, { name: app, namespace: namespaces.shop }, revision),
      ),
    );
    await rolledOut(on);
  });
  await settle(apps.map((app) => upgrade(kube, app, valuesOf(app, run))));
  await rolledOut(kube);
};

/** Gives the second version of an app the times of a run: its orders must end as well. */
export const applyToCanary = async (kube: Kube, app: string): Promise<void> => {
  await upgrade(kube, `${app}-canary`, { env: settings[app] ?? {} });
  await kube.rolledOut(namespaces.shop, `deploy/${app}-v2`);
};

const valuesOf = (app: string, { replicas, skewClocks }: RunSettings): object => {
  const env: Record<string, string> = { ...settings[app] };
  const skew = skewClocks ? skews[app] : undefined;
  if (skew !== undefined) env.NODE_OPTIONS = skewedClock(skew);
  // The tables are those of this image: nothing is migrated.
  return { replicas, env, migration: { enabled: false } };
};
