import { setTimeout as sleep } from "node:timers/promises";
import type { Stage } from "../stage.ts";
import { ensureTilt } from "./ensure-tilt.ts";
import { type MarkedFile, markedFile } from "./mark.ts";
import { type HeaderWatch, watchHeader } from "./watch-header.ts";

/** Seconds from a saved edit until the ingress answers from it, one figure per round. */
export interface LoopRun {
  file: string;
  /** The polled app, or `all apps`: the last of them. */
  served: string;
  seconds: number[];
  /** Polls that found an app not serving during its restart. */
  failedLooks: number;
}

const apps = [
  { app: "product", path: "/v1/products?limit=1" },
  { app: "inventory", path: "/v1/stock" },
  { app: "order", path: "/v1/orders" },
  { app: "storefront", path: "/" },
];

/** Edits a file of an app, then one of a package that every app contains, and waits each time until the edit serves. */
export const runLoop = async (stage: Stage, { rounds }: { rounds: number }): Promise<LoopRun[]> => {
  const files = {
    app: markedFile("apps/product/src/app.ts", "x-bench-loop-app"),
    package: markedFile("packages/service-kit/src/run-service.ts", "x-bench-loop-package"),
  };
  for (const file of Object.values(files)) await file.restore();
  await ensureTilt(stage);
  // Removed before the final build: a mark must not get into an image.
  for (const file of Object.values(files)) stage.atTheEnd(() => file.restore());
  const addresses = stage.sources(apps.length);
  const watches = apps.map((watched, i) =>
    watchHeader(stage.addresses.shop, watched, addresses[i]?.[0] ?? stage.addresses.hostAddress),
  );
  try {
    const product = watches.slice(0, 1);
    const own = await measure(stage, files.app, product, rounds);
    const common = await measure(stage, files.package, watches, rounds);
    return [...own.filter(({ served }) => served !== "all apps"), ...common];
  } finally {
    await Promise.all(watches.map((watch) => watch.close()));
  }
};

const measure = async (
  { signal, note }: Stage,
  file: MarkedFile,
  watches: readonly HeaderWatch[],
  rounds: number,
): Promise<LoopRun[]> => {
  const runs = [...watches.map(({ app }) => app), "all apps"].map(
    (served): LoopRun => ({ file: file.file, served, seconds: [], failedLooks: 0 }),
  );
  const all = runs.at(-1);
  await sleep(1000, undefined, { signal });
  for (let round = 1; round <= rounds; round++) {
    note(`loop: ${file.file}, edit ${round} of ${rounds} …`);
    await file.mark(String(round));
    const saved = performance.now();
    await Promise.all(
      watches.map(async (watch, i) => {
        const failed = await watch.until(file.header, String(round), signal);
        runs[i]?.seconds.push((performance.now() - saved) / 1000);
        for (const run of [runs[i], all]) if (run) run.failedLooks += failed;
      }),
    );
    all?.seconds.push((performance.now() - saved) / 1000);
    // Tilt ends its update after the app serves; an edit before that would wait for it.
    await sleep(1000, undefined, { signal });
  }
  await file.restore();
  await Promise.all(watches.map((watch) => watch.until(file.header, undefined, signal)));
  return runs;
};
