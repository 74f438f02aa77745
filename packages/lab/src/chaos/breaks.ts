import { setTimeout as sleep } from "node:timers/promises";
import type { Kube } from "@caravan/cluster";
import { openDatabaseOf } from "@caravan/cluster";
import { Trouble } from "@caravan/toolchain";
import { upgrade } from "./settings.ts";

/** A fault put into a running app on purpose, to see that the checks find what comes of it. */
interface Break {
  readonly app: string;
  /** In a word, for people. */
  readonly what: string;
  /** Text of the bundle, and what stands in its place. */
  readonly find: string;
  readonly replace: string;
}

const breaks: Readonly<Record<string, Break>> = {
  inbox: {
    app: "order",
    what: "takes every event for one that was applied before",
    find: "async function recordEvents(tx, inboxEvents) {",
    replace: "async function recordEvents(tx, inboxEvents) { return new Set(inboxEvents);",
  },
  outbox: {
    app: "logistics",
    what: "deletes claimed events without publishing them",
    find: "publish(claimed.map((event) => cloudEvent(event, source)))",
    replace: "Promise.resolve(claimed.map(({ id }) => ({ id, ok: true })))",
  },
  compensation: {
    app: "order",
    what: "says that stock went back, and does not send it",
    find: "await client.returnReservation(call(id));",
    replace: "",
  },
};

/** Builds an app's development image and brings it to where the cluster finds it. */
export type LoadApps = (
  apps: readonly string[],
  options: { development: true },
) => Promise<{ name: string; tag: string }[]>;

/** The names of all breaks. */
export const breakNames = Object.keys(breaks);

const exec = (kube: Kube, app: string, args: readonly string[], input?: string) =>
  kube.kubectl(["-n", "shop", "exec", "-i", `deploy/${app}`, "-c", app, "--", ...args], input);

/**
 * Runs an app from its development image, with the settings it has, and puts a fault into the bundle in its pod. Whoever rolls
 * the release back undoes it.
 *
 * @throws Trouble when there is no such break; Error when the bundle has no such place any more
 */
export async function breakApp(kube: Kube, loadApps: LoadApps, name: string): Promise<void> {
  const chosen = breaks[name];
  if (!chosen) throw new Trouble(`There is no break "${name}".`, [`Breaks are: ${breakNames.join(", ")}.`]);
  const { app, find, replace, what } = chosen;
  const [image] = await loadApps([app], { development: true });
  if (!image) throw new Error(`no image of ${app} was built`);
  const { name: repository, tag } = image;
  await upgrade(kube, app, { image: { repository, tag }, development: true, drainSeconds: 0 });
  await kube.rolledOut("shop", `deploy/${app}`);
  const bundle = await exec(kube, app, ["busybox", "cat", "/app/main.js"]);
  if (!bundle.includes(find)) throw new Error(`the bundle of ${app} has no "${find}"`);
  const write = "busybox cat > /app/broken.js && busybox mv /app/broken.js /app/main.js && kill -HUP 1";
  await exec(kube, app, ["busybox", "sh", "-c", write], bundle.replace(find, replace));
  await serves(kube, app);
  console.error(`${app} is broken: it ${what}`);
}

/** The new process answers when its probe does; the old one is gone by then, for it held the port. */
async function serves(kube: Kube, app: string): Promise<void> {
  const ask = `fetch("http://127.0.0.1:8080/readyz").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  for (let tries = 0; tries < 120; tries += 1) {
    await sleep(500);
    const ready = await exec(kube, app, ["/usr/local/bin/node", "-e", ask]).then(
      () => true,
      () => false,
    );
    if (ready) return;
  }
  throw new Error(`${app} does not serve after it was broken`);
}

/**
 * Has the whole shop mend what a break did to these orders: the detector looks at those without an end now instead of at their
 * deadline, and those given up send their goods back once more, which is the same as once.
 */
export async function mend(kube: Kube, orders: readonly string[]): Promise<void> {
  if (orders.length === 0) return;
  const database = await openDatabaseOf(kube, "order");
  try {
    await database.query(
      "update orders set steps = 'return-stock', next_attempt_at = utc_timestamp(3) where id in (?) and steps = '' and status in ('cancelled', 'refunded')",
      [orders],
    );
    await database.query(
      "update orders set deadline_at = utc_timestamp(3) where id in (?) and deadline_at is not null",
      [orders],
    );
  } finally {
    await database.end();
  }
}
