import { newId } from "@caravan/contracts";
import { expect, it } from "vitest";
import { makeSession, openTestStores } from "../testing/open-test-stores.ts";
import { countRows } from "./count-rows.ts";

it("every table is reported with its approximate number of rows", async () => {
  const { database, sessions, close } = await openTestStores();
  try {
    for (let i = 0; i < 20; i += 1) await sessions.start(makeSession(newId("gst")));
    await database.drizzle.execute("analyze table sessions");
    const rows = await countRows(database);
    expect(rows.get("sessions")).toBeGreaterThan(10);
    expect([...rows.keys()]).toEqual(
      expect.arrayContaining(["accounts", "attempts", "joined_guests", "outbox"]),
    );
  } finally {
    await close();
  }
});
