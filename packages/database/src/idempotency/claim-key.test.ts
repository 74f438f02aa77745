import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connections, openConnections } from "../connections.ts";
import { queriesOver } from "../session.ts";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "../testing/index.ts";
import { claimKey } from "./claim-key.ts";

let fixture: TestDatabase;
let connections: Connections;

beforeAll(async () => {
  fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
  connections = openConnections(fixture.settings);
});
afterAll(async () => {
  await connections.close();
  await fixture.close();
});

test("a key whose lease has expired is taken over by one of eight concurrent claims", async () => {
  const request = { id: "k", requestHash: "h", keepSeconds: 60, newResourceId: () => `ord_${Math.random()}` };
  const first = await claimKey(fixture.database, { ...request, leaseSeconds: 0 });
  let arrived = 0;
  let go = () => {};
  const all = new Promise<void>((resolve) => {
    go = resolve;
  });
  const drizzle = queriesOver({
    async query(options, values) {
      if (options.sql.startsWith("update")) {
        arrived += 1;
        if (arrived === 8) go();
        await all;
      }
      return connections.query(options, values);
    },
  });
  const settled = await Promise.allSettled(
    Array.from({ length: 8 }, () => claimKey({ drizzle }, { ...request, leaseSeconds: 60 })),
  );
  const won = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(won).toHaveLength(1);
  expect(won[0]).toMatchObject({ resourceId: "resourceId" in first ? first.resourceId : "" });
  for (const one of settled) {
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "idempotency-key-in-progress" });
  }
});
