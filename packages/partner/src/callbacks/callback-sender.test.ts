import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as tables from "../tables.ts";
import { insertCallbacks } from "./callback-rows.ts";
import { openCallbackSender } from "./callback-sender.ts";
import { type PlannedCallback, planCallback } from "./plan-callback.ts";
import { type NotAccepted, notAccepted, type SignedPost } from "./post-signed.ts";

const migrationsFolder = fileURLToPath(new URL("../testing/migrations", import.meta.url));
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema: tables });
});
afterAll(() => test.close());

const start = new Date("2026-11-25T12:00:00.000Z");
let clock = start;
const pass = (seconds: number) => {
  clock = new Date(clock.getTime() + seconds * 1000);
};
const rows = () => test.database.drizzle.select().from(tables.callbacksTable);

/** A sender with a receiver that gives set answers, and records what it got. */
const open = (answer: (post: SignedPost) => NotAccepted | undefined = () => undefined) => {
  const got: SignedPost[] = [];
  const outcomes: string[] = [];
  const sender = openCallbackSender({
    database: test.database,
    header: "demo-signature",
    sign: (body, now) => `${body} at ${now.toISOString()}`,
    now: () => clock,
    log: { warn: () => {} },
    count: (outcome) => void outcomes.push(outcome),
    post: async (post) => {
      got.push(post);
      return answer(post);
    },
  });
  const round = async () => {
    await sender.sendDue();
    await sender.settled();
  };
  return { sender, got, outcomes, round };
};
const behaved = {
  ...{ seed: 1, callbackLostRate: 0, callbackDuplicateRate: 0 },
  ...{ callbackDelayRate: 0, callbackDelaySeconds: 5 },
};
const write = async (change: Partial<typeof behaved> = {}, key = "k"): Promise<PlannedCallback[]> => {
  const planned = planCallback({ key, url: "http://m.test/", body: key }, { ...behaved, ...change }, clock);
  await test.database.transaction((tx) => insertCallbacks(tx, planned));
  return planned;
};
beforeEach(async () => {
  clock = start;
  await test.database.drizzle.delete(tables.callbacksTable);
});

describe("the sender of callbacks", () => {
  it("sends at once, signed with the time of sending, and deletes accepted ones", async () => {
    const { sender, got, outcomes } = open();
    sender.send(await write());
    await sender.settled();
    expect(got).toEqual([
      {
        url: "http://m.test/",
        body: "k",
        header: "demo-signature",
        signature: `k at ${start.toISOString()}`,
      },
    ]);
    expect([await rows(), outcomes]).toEqual([[], ["delivered"]]);
  });

  it("leaves delayed ones until they are due", async () => {
    const { sender, got, round } = open();
    sender.send(await write({ callbackDelayRate: 1 }));
    await round();
    expect(got).toEqual([]);
    pass(5);
    await round();
    expect(got).toHaveLength(1);
  });

  it("tries again, with growing pauses, until it is accepted", async () => {
    let left = 3;
    const { sender, got, round } = open(() => (left-- > 0 ? { failure: "status 503" } : undefined));
    sender.send(await write());
    await sender.settled();
    for (const seconds of [1, 2, 4]) {
      // Up to half of a pause is subtracted at random.
      pass(seconds / 2 - 0.001);
      const before = got.length;
      await round();
      expect(got).toHaveLength(before);
      pass(seconds / 2 + 0.001);
      await round();
      expect(got).toHaveLength(before + 1);
    }
    expect(new Set(got.map(({ signature }) => signature)).size).toBe(4);
    expect(await rows()).toEqual([]);
  });

  it("gives up after a day, and not before", async () => {
    const { sender, outcomes, round } = open(() => ({ failure: "status 500" }));
    sender.send(await write());
    await sender.settled();
    pass(86_399);
    await round();
    expect(await rows()).toHaveLength(1);
    pass(60);
    await round();
    expect([await rows(), outcomes.at(-1)]).toEqual([[], "given-up"]);
  });

  it("sends callbacks of a process that died after its commit, once their lease is over", async () => {
    await write();
    const { got, round } = open();
    await round();
    expect(got).toEqual([]);
    pass(30);
    await round();
    expect(got).toHaveLength(1);
  });

  it("says how old the oldest callback is that waits, delayed ones and those of other replicas included", async () => {
    const { sender, round } = open();
    expect(await sender.oldestSeconds()).toBe(0);
    await write({ callbackDelayRate: 1 }, "first");
    pass(3);
    // Ids of one millisecond have no order among them.
    await sleep(2);
    await write({ callbackDelayRate: 1 }, "second");
    expect(await sender.oldestSeconds()).toBe(3);
    pass(5);
    await round();
    expect(await sender.oldestSeconds()).toBe(0);
  });

  it("splits due callbacks among replicas, each callback to one of them", async () => {
    for (let i = 0; i < 150; i += 1) await write({ callbackDelayRate: 1 }, `k${i}`);
    pass(5);
    const replicas = [open(), open(), open()];
    await Promise.all(replicas.map(({ round }) => round()));
    const bodies = replicas.flatMap(({ got }) => got.map(({ body }) => body));
    expect(bodies).toHaveLength(150);
    expect(new Set(bodies).size).toBe(150);
    expect(await rows()).toEqual([]);
  });

  it("pauses for a receiver that gets too many, as long as it asks, and loses none", async () => {
    let isBusy = true;
    const { sender, got, outcomes, round } = open(() => (isBusy ? notAccepted(429, "2") : undefined));
    for (let i = 0; i < 40; i += 1) sender.send(await write({}, `k${i}`));
    await sender.settled();
    const tried = got.length;
    expect(new Set(outcomes)).toEqual(new Set(["held-back"]));
    pass(1.9);
    sender.send(await write({}, "later"));
    await round();
    expect(got).toHaveLength(tried);
    isBusy = false;
    for (let seconds = 0; seconds < 60; seconds += 1) {
      pass(1);
      await round();
    }
    expect(await rows()).toEqual([]);
    expect(new Set(got.map(({ body }) => body)).size).toBe(41);
    expect(outcomes.filter((outcome) => outcome === "delivered")).toHaveLength(41);
  });
});

describe("a receiver's answer", () => {
  it.each([
    [429, "7", 7],
    [429, null, 1],
    [429, "Wed, 21 Oct 2026 07:28:00 GMT", 1],
    [503, "3", 3],
    [503, null, undefined],
    [500, "3", undefined],
    [401, null, undefined],
  ])("%i with Retry-After %s: a pause of %s s", (status, retryAfter, seconds) => {
    expect(notAccepted(status, retryAfter).retryAfterSeconds).toBe(seconds);
  });
});
