import { newId } from "@caravan/contracts";
import { createApp, createSubscriptions } from "../app.ts";
import type { Dependencies } from "../dependencies.ts";
import { fakeStores } from "./fake-stores.ts";

/** The whole app over fakes, at half past nine, with that much on hand. */
export const openFakeInventory = (levels: Readonly<Record<string, number>>) => {
  const counted: string[] = [];
  const dependencies: Dependencies = {
    app: "inventory",
    version: "v1",
    ...fakeStores(levels),
    now: () => new Date("2026-11-21T09:30:00.000Z"),
    newReservationId: () => newId("rsv"),
    holdMinutes: 15,
    count: (outcome) => void counted.push(outcome),
  };
  const app = createApp(dependencies);
  const headers = { "content-type": "application/json" };
  return {
    app,
    counted,
    dependencies,
    subscriptions: createSubscriptions(dependencies, true),
    get: (path: string) => app.request(path),
    post: (path: string, body: unknown, key: string) =>
      app.request(path, {
        method: "POST",
        headers: { ...headers, "idempotency-key": key },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
};
