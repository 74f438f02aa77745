import { join } from "node:path";
import * as v from "valibot";
import { checkout } from "../platform/files.ts";
import type { Kube } from "../platform/kube.ts";

/** Times that make a run of minutes hold what takes days in the street: unpaid orders expire, parcels leave and travel. */
const settings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  order: { PAYMENT_SECONDS: "60" },
  payment: { POLL_AFTER_SECONDS: "10" },
  logistics: { DISPATCH_AFTER_SECONDS: "5", POLL_AFTER_SECONDS: "15" },
};

const Status = v.pipe(v.string(), v.parseJson(), v.object({ version: v.number() }));

/** Changes some values of an app's release and keeps the others. */
export async function upgrade(kube: Kube, app: string, ...flags: readonly string[]): Promise<void> {
  await kube.helm([
    "upgrade",
    app,
    join(checkout, "charts/service"),
    "-n",
    "shop",
    "--reuse-values",
    ...flags,
  ]);
}

/**
 * Gives the apps the settings of a run and waits until they have them.
 *
 * @returns rolls every app back to what it was before the run, whatever was changed meanwhile
 */
export async function applySettings(kube: Kube): Promise<() => Promise<void>> {
  const apps = Object.keys(settings);
  const rolledOut = () => Promise.all(apps.map((app) => kube.rolledOut("shop", `deploy/${app}`)));
  const before = new Map<string, number>();
  for (const app of apps) {
    const status = await kube.helm(["status", app, "-n", "shop", "-o", "json"]);
    before.set(app, v.parse(Status, status).version);
  }
  for (const [app, env] of Object.entries(settings))
    await upgrade(
      kube,
      app,
      ...Object.entries(env).flatMap(([name, value]) => ["--set-string", `env.${name}=${value}`]),
    );
  await rolledOut();
  return async () => {
    for (const [app, revision] of before) await kube.helm(["rollback", app, String(revision), "-n", "shop"]);
    await rolledOut();
  };
}
