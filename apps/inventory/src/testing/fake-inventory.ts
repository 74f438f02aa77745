import { newId } from "@caravan/contracts";
import { scopeHeader, subjectHeader } from "@caravan/service-kit";
import { createApp } from "../app.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Pieces } from "./fake-shelves.ts";
import { fakeStores } from "./fake-stores.ts";

/** A member of staff, as named by the mesh. */
export const staffId = "usr_0199b63a-0001-7000-8000-000000000001";

/** The headers by which the mesh identifies staff. */
export const asStaff = { [subjectHeader]: staffId, [scopeHeader]: "shopper staff" };

/** The whole app over fakes, at half past nine, with that much on hand. */
export const openFakeInventory = (pieces: Pieces) => {
  const counted: string[] = [];
  let now = new Date("2026-11-21T09:30:00.000Z");
  const dependencies: Dependencies = {
    app: "inventory",
    version: "v1",
    ...fakeStores(pieces),
    now: () => now,
    newReservationId: () => newId("rsv"),
    newAllotmentId: () => newId("alm"),
    holdMinutes: 15,
    count: (outcome) => void counted.push(outcome),
    showUnexpired: () => {},
    log: { error: () => {} },
  };
  const app = createApp(dependencies);
  const headers = { "content-type": "application/json", ...asStaff };
  return {
    app,
    counted,
    dependencies,
    /** Advances the clock. */
    pass: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    get: (path: string) => app.request(path, { headers: asStaff }),
    post: (path: string, body: unknown, key: string) =>
      app.request(path, {
        method: "POST",
        headers: { ...headers, "idempotency-key": key },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
};
