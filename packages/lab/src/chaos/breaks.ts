import type { Kube } from "@caravan/cluster";
import { namespaces, type StandIns, Trouble, until } from "@caravan/toolchain";
import { makeDue, withOrders } from "../shop-orders.ts";
import { upgrade } from "./settings.ts";

/** A defect planted in an app, to see that the checks find its effects. */
interface Break {
  readonly app: string;
  /** A short description. */
  readonly what: string;
  /** The replaced module → its replacement, in the checkout. */
  readonly standIns: StandIns;
}

const breaks: Readonly<Record<string, Break>> = {
  inbox: {
    app: "order",
    what: "treats every event as applied before",
    standIns: {
      "packages/database/src/inbox/record-events.ts": "packages/database/src/testing/broken-inbox.ts",
    },
  },
  outbox: {
    app: "logistics",
    what: "deletes claimed events without publishing them",
    standIns: {
      "packages/database/src/outbox/start-outbox-relay.ts": "packages/database/src/testing/broken-relay.ts",
    },
  },
  compensation: {
    app: "order",
    what: "reports that stock was returned, and does not return it",
    standIns: { "apps/order/src/clients/inventory.ts": "apps/order/src/testing/broken-returns.ts" },
  },
};

/** Builds an app's image and loads it into the cluster. */
export type LoadApps = (
  apps: readonly string[],
  options: { standIns: StandIns },
) => Promise<{ name: string; tag: string }[]>;

/** The names of all breaks. */
export const breakNames = Object.keys(breaks);

/** @throws Trouble when there is no such break */
export const breakNamed = (name: string): Break => {
  const found = breaks[name];
  if (found) return found;
  throw new Trouble(`There is no break "${name}".`, [`Breaks are: ${breakNames.join(", ")}.`]);
};

/**
 * Builds an app with a defect and runs it in place of the sound one, with the same settings. Rolling the release back removes
 * it.
 */
export const breakApp = async (kube: Kube, loadApps: LoadApps, name: string): Promise<void> => {
  const { app, standIns, what } = breakNamed(name);
  const [image] = await loadApps([app], { standIns });
  if (!image) throw new Error(`no image of ${app} was built`);
  const { name: repository, tag } = image;
  // Once it is rolled back, it must not handle another event.
  await upgrade(kube, app, { image: { repository, tag }, drainSeconds: 0 });
  await kube.rolledOut(namespaces.shop, `deploy/${app}`);
  await onlyRuns(kube, app, `${repository}:${tag}`);
  console.error(`${app} is broken: it ${what}`);
};

/** Waits until no pod of the app runs another image: one that ends still handles events. */
const onlyRuns = async (kube: Kube, app: string, image: string): Promise<void> => {
  const images = `jsonpath={.items[*].spec.containers[?(@.name=="${app}")].image}`;
  const pods = ["-n", namespaces.shop, "get", "pods", "-l", `app=${app},version=v1`, "-o", images];
  const ask = async () =>
    (await kube.kubectl(pods)).split(" ").every((found) => found === image) || undefined;
  await until(`the sound ${app} ends`, ask, { intervalMilliseconds: 500 });
};

/**
 * Lets the sound shop repair the effects of a break on these orders: the detector takes unfinished ones now instead of at their
 * deadline, and compensated ones return their goods once more, which is idempotent.
 */
export const mend = async (kube: Kube, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await withOrders(kube, (shop) => makeDue(shop, ids));
};
