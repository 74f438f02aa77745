import { verifyLog } from "@caravan/release-engine";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { codeOf } from "../testing/client.ts";
import { type ManagedService, openManagedService } from "../testing/open-managed-service.ts";
import { cleanUp } from "./clean-up.ts";
import { dropEnded } from "./drop-ended.ts";
import { entries, releases } from "./schema.ts";

let service: ManagedService["service"];
let process: ManagedService["process"];
let manager: ManagedService["manager"];
beforeAll(async () => {
  ({ service, process, manager } = await openManagedService());
});
afterAll(() => service.close());
beforeEach(async () => {
  await service.test.database.drizzle.delete(releases);
});

/** A release that ended so many days ago. */
const ended = async (days: number, of = "order", train?: string): Promise<string> => {
  const { id } = await manager.releaseIn(await manager.start({ service: of }));
  await process.releases.stop(id, "a test");
  await manager.post(`/v1/staff/releases/${id}/abandonment`, { reason: "a test" });
  const row = await process.releases.find(id);
  if (!row) throw new Error("it is not there");
  const { image, previous, phase, heldDuring, step, steps, approvals, weights } = row;
  const { verdict, why, task, outage, lookedAt } = row;
  const view = { image, previous, phase, heldDuring, step, steps, approvals, weights, verdict, why, task };
  await service.test.database.drizzle
    .update(releases)
    .set({
      endedAt: new Date(Date.now() - days * 86_400_000),
      view: { ...view, outage, lookedAt, ...(train && { train: { id: train, order: [] } }) },
    })
    .where(eq(releases.id, id));
  return id;
};
const drop = (kept = { perService: 1, days: 100 }) => dropEnded(service.test.database, kept, new Date());
const left = async () =>
  (await service.test.database.drizzle.select({ id: releases.id }).from(releases)).map(({ id }) => id).sort();

it("what ended long ago goes, but for the newest of each service and those of the last days", async () => {
  const [, second, third] = [await ended(300), await ended(50), await ended(300)];
  const product = await ended(300, "product");
  const { id: underWay } = await manager.releaseIn(await manager.start({ service: "product" }));
  expect(await drop()).toBe(1);
  expect(await left()).toEqual([second, third, product, underWay].sort());
  expect(await drop()).toBe(0);
});

it("a log goes as a whole, and its last hash stays: a copy is still verified with it, and others are as they were", async () => {
  const [old, kept] = [await ended(300), await ended(300)];
  const linesOf = async (id: string) =>
    (await (await manager.get(`/v1/staff/releases/${id}/log`)).text()).trim().split("\n");
  const [copy, other] = [await linesOf(old), await linesOf(kept)];
  await drop();
  const reply = await manager.get(`/v1/staff/releases/${old}`);
  const head = /last hash ([0-9a-f]{64})/.exec(await reply.clone().text())?.[1] ?? "";
  expect(await codeOf(reply)).toEqual([404, "release-unknown"]);
  expect(verifyLog(copy, head)).toMatchObject({ sound: true });
  expect(verifyLog(copy.slice(0, -1), head)).toMatchObject({ sound: false });
  expect(await linesOf(kept)).toEqual(other);
  expect(await service.test.database.drizzle.select().from(entries).where(eq(entries.release, old))).toEqual(
    [],
  );
  expect(await process.releases.count()).toEqual({ kept: 1, dropped: expect.any(Number) });
});

it("a release whose train is under way stays, since the others follow it", async () => {
  const old = await ended(300, "order", "trn_1");
  await ended(1);
  const { id } = await manager.releaseIn(await manager.start({ service: "product" }));
  const [row] = await service.test.database.drizzle.select().from(releases).where(eq(releases.id, id));
  if (!row) throw new Error("it is not there");
  const inTrain = { ...row.view, train: { id: "trn_1", order: [] } };
  await service.test.database.drizzle.update(releases).set({ view: inTrain }).where(eq(releases.id, id));
  expect(await drop()).toBe(0);
  expect(await left()).toContain(old);
});

it("one that cannot be dropped keeps no other: the others go, and the fault is told", async () => {
  const [first, second, newest] = [await ended(300), await ended(200), await ended(1)];
  const { drizzle, transaction } = service.test.database;
  let tries = 0;
  const failing: typeof transaction = (work) =>
    tries++ === 0 ? Promise.reject(new Error("the row is locked")) : transaction(work);
  await expect(
    dropEnded({ drizzle, transaction: failing }, { perService: 1, days: 100 }, new Date()),
  ).rejects.toThrow("1 releases could not be dropped, 1 were");
  expect(await left()).toEqual([first, newest].sort());
  expect(await drop()).toBe(1);
  expect(second).not.toBe(first);
});

it("a fault of it is said in the log and fails no migration", async () => {
  const said: string[] = [];
  const log = { info: () => {}, error: (_: object, text: string) => void said.push(text) };
  const away = () => Promise.reject(new Error("the database does not answer"));
  expect(await cleanUp(away, { perService: 1, days: 100 }, log)).toBe(false);
  expect(said).toEqual([expect.stringContaining("are not dropped; tables are in place")]);
});
