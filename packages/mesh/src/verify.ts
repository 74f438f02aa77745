import { setTimeout as sleep } from "node:timers/promises";
import { type Proxies, type RouteSync, sharesIn } from "./proxies.ts";
import type { Mesh } from "./set-weight.ts";
import { splitsOf } from "./splits.ts";
import { type Share, showShares } from "./weights.ts";

/** A route or an Envoy that does not have the weight yet, and what it has instead. */
export interface Behind {
  readonly name: string;
  readonly why: string;
}

/** How far a weight has come: in the VirtualServices, acknowledged by the Envoys, in the Envoys' routes. */
export interface Stage {
  readonly name: "written" | "acknowledged" | "in force";
  /** Of so many routes, or Envoys. */
  readonly of: number;
  readonly behind: readonly Behind[];
}

/** How long to look again, until this time of the clock (`Date.now()`). */
export interface Patience {
  readonly until: number;
  readonly pauseMilliseconds?: number;
}

const settled = async (
  { until, pauseMilliseconds = 250 }: Patience,
  look: () => Promise<Stage>,
): Promise<Stage> => {
  for (;;) {
    const stage = await look();
    if (stage.behind.length === 0 || Date.now() >= until) return stage;
    await sleep(pauseMilliseconds);
  }
};

const differing = (name: string, shares: readonly Share[], weight: number): Behind[] =>
  shares.some((share) => share !== weight) ? [{ name, why: `has ${showShares(shares)}` }] : [];

/** Whether every route that leads to the app, from outside and between the apps, reads back with this weight. */
export const written = async (mesh: Mesh, app: string, weight: number): Promise<Stage> => {
  const splits = splitsOf(await mesh.list(), app);
  const behind = splits.flatMap(({ route, shares }) => differing(route, shares, weight));
  return { name: "written", of: splits.length, behind };
};

const unacknowledged = (sync: RouteSync | undefined): string | undefined => {
  if (sync === undefined) return "is not connected to istiod";
  if (sync.refusal) return `refused its new routes: ${sync.refusal}`;
  return sync.sent === sync.acknowledged ? undefined : "has not acknowledged its new routes";
};

/**
 * Whether every running Envoy has acknowledged the newest routes that istiod sent it.
 *
 * @param before what istiod said before the weight was written: it has something newer to send. Undefined when nothing was changed
 */
export const acknowledged = (
  proxies: Proxies,
  before: ReadonlyMap<string, RouteSync> | undefined,
  patience: Patience,
): Promise<Stage> =>
  settled(patience, async () => {
    const [running, now] = await Promise.all([proxies.running(), proxies.synchronization()]);
    const sent = !before || [...now].some(([name, sync]) => sync.sent !== before.get(name)?.sent);
    const behind = running.flatMap(({ name }) => {
      const why = unacknowledged(now.get(name)) ?? (sent ? undefined : "has got no new routes from istiod");
      return why === undefined ? [] : [{ name, why }];
    });
    return { name: "acknowledged", of: running.length, behind };
  });

/** Whether every running Envoy that has routes to the app's host has this weight in all of them. */
export const inForce = async (
  proxies: Proxies,
  host: string,
  weight: number,
  patience: Patience,
): Promise<Stage> => {
  const leading = new Set<string>();
  const done = new Set<string>();
  return settled(patience, async () => {
    const asked = (await proxies.running()).filter(({ name }) => !done.has(name));
    const looks = await Promise.all(
      asked.map(async ({ name, routes }): Promise<Behind[]> => {
        const table = await routes();
        if (table === undefined) return [{ name, why: "does not answer" }];
        const shares = sharesIn(table, host);
        if (shares.length > 0) leading.add(name);
        const behind = differing(name, shares, weight);
        if (behind.length === 0) done.add(name);
        return behind;
      }),
    );
    const behind = looks.flat();
    return { name: "in force", of: new Set([...leading, ...behind.map(({ name }) => name)]).size, behind };
  });
};
