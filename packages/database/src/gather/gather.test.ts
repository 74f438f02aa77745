import { Refusal } from "@caravan/contracts";
import { expect, it } from "vitest";
import { databaseBusy } from "../errors.ts";
import { currentPatience } from "../patience.ts";
import { type GatherScope, gather } from "./gather.ts";
import { openWaitingRoom } from "./waiting-room.ts";

const scope = (options: Partial<GatherScope> = {}): GatherScope => ({
  room: openWaitingRoom(2),
  deadlineAt: () => undefined,
  stallMilliseconds: 60_000,
  ...options,
});
const how = (most: number) => ({ most, keysOf: (item: number) => [String(item)] });

/** Rounds that end on command; records the items of each. */
const controlled = () => {
  const rounds: number[][] = [];
  const ends: (() => void)[] = [];
  const round = async (items: readonly number[]): Promise<number[]> => {
    rounds.push([...items]);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map((item) => item * 2);
  };
  return { round, rounds, endNext: () => ends.shift()?.() };
};

it("a single call starts at once; calls that come meanwhile share the next round", async () => {
  const { round, rounds, endNext } = controlled();
  const double = gather(scope(), round, how(3));
  const results = [1, 2, 3, 4, 5].map((item) => double(item));
  expect(rounds).toEqual([[1]]);
  for (const expected of [[2, 3, 4], [5]]) {
    endNext();
    await expect.poll(() => rounds.at(-1)).toEqual(expected);
  }
  endNext();
  expect(await Promise.all(results)).toEqual([2, 4, 6, 8, 10]);
  void double(6);
  await expect.poll(() => rounds.at(-1)).toEqual([6]);
});

it("a round that hangs holds up no other, and no more than three are under way", async () => {
  const { round, rounds } = controlled();
  const double = gather(scope({ stallMilliseconds: 20 }), round, how(2));
  for (const item of [1, 2, 3, 4, 5, 6, 7, 8]) void double(item);
  await expect.poll(() => rounds).toEqual([[1], [2, 3], [4, 5]]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(rounds).toHaveLength(3);
});

it("a bad item fails alone, and no other item is processed twice", async () => {
  const done: number[] = [];
  const round = async (items: readonly number[]) => {
    await null;
    if (items.includes(13)) throw new Error("13 is unlucky");
    done.push(...items);
    return items.map((item) => item * 2);
  };
  const double = gather(scope(), round, how(8));
  const items = [0, 1, 2, 13, 4, 5, 6, 7, 13];
  const results = await Promise.allSettled(items.map((item) => double(item)));
  expect(results.map(({ status }) => status)).toEqual(
    items.map((item) => (item === 13 ? "rejected" : "fulfilled")),
  );
  expect(done.toSorted()).toEqual([0, 1, 2, 4, 5, 6, 7]);
});

it("when the database is unreachable all fail at once, and the next call is tried again", async () => {
  let attempts = 0;
  const refusal = new Refusal({ kind: "unavailable", code: "database-unavailable", detail: "away" });
  const round = async (items: readonly number[]) => {
    attempts += 1;
    await null;
    if (attempts < 3) throw refusal;
    return items;
  };
  const double = gather(scope(), round, how(8));
  const results = await Promise.allSettled([1, 2, 3, 4].map((item) => double(item)));
  expect(results.every((result) => result.status === "rejected" && result.reason === refusal)).toBe(true);
  expect(attempts).toBe(2);
  expect(await double(5)).toBe(5);
});

it("a blocked call waits alone: the others of its round are done, and later calls are not held up", async () => {
  let locked = true;
  const rounds: { items: readonly number[]; waits: number | undefined }[] = [];
  const round = async (items: readonly number[]) => {
    rounds.push({ items, waits: currentPatience()?.lockWaitSeconds });
    await null;
    if (locked && items.includes(7)) throw databaseBusy(new Error("locked"));
    return items;
  };
  const same = gather(scope(), round, how(8));
  const blocked = [same(0), same(7), same(1), same(2)];
  expect(await Promise.all([blocked[0], blocked[2], blocked[3]])).toEqual([0, 1, 2]);
  expect(rounds.slice(0, 2)).toEqual([
    { items: [0], waits: 1 },
    { items: [7, 1, 2], waits: 1 },
  ]);
  // Separated, they request locks without waiting.
  for (const item of [7, 1, 2]) expect(rounds).toContainEqual({ items: [item], waits: 0 });
  const sofar = rounds.length;
  const later = [3, 7, 4].map((item) => same(item));
  expect(await Promise.all([later[0], later[2]])).toEqual([3, 4]);
  for (const { items } of rounds.slice(sofar)) expect(items.includes(7) && items.length > 1).toBe(false);
  locked = false;
  expect(await Promise.all([blocked[1], later[1]])).toEqual([7, 7]);
});

it("a call about a suspected key that is not locked is done at once, and the key counts as free from then on", async () => {
  const busy = new Set(["a"]);
  const round = async (items: readonly string[]) => {
    await null;
    if (items.some((item) => [...item].some((letter) => busy.has(letter))))
      throw databaseBusy(new Error("locked"));
    return items;
  };
  const room = openWaitingRoom(1);
  const same = gather(scope({ room }), round, { most: 8, keysOf: (item: string) => [...item] });
  const both = same("ab");
  await expect.poll(() => room.suspects(["b"])).toBe(true);
  expect(await same("b")).toBe("b");
  busy.clear();
  expect(await both).toBe("ab");
  await expect.poll(() => room.isQuiet()).toBe(true);
});

it("a call whose caller has stopped waiting is not done", async () => {
  const { round, rounds, endNext } = controlled();
  let deadlineAt: number | undefined;
  const double = gather(scope({ deadlineAt: () => deadlineAt }), round, how(8));
  const first = double(1);
  deadlineAt = Date.now() + 150;
  const late = double(2);
  deadlineAt = undefined;
  const patient = double(3);
  await new Promise((resolve) => setTimeout(resolve, 200));
  endNext();
  await expect(late).rejects.toMatchObject({ code: "deadline-exceeded" });
  await expect.poll(() => rounds).toEqual([[1], [3]]);
  endNext();
  expect(await Promise.all([first, patient])).toEqual([2, 6]);
});

it("a full queue refuses further calls", async () => {
  const { round } = controlled();
  const double = gather(scope(), round, how(1));
  for (let item = 0; item <= 1000; item += 1) void double(item);
  await expect(double(1001)).rejects.toMatchObject({ code: "database-busy", retryAfterSeconds: 2 });
});
