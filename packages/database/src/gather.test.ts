import { Refusal } from "@caravan/contracts";
import { expect, it } from "vitest";
import { gather } from "./gather.ts";

/** Rounds that end when they are told to; remembers what each was given. */
const controlled = () => {
  const rounds: number[][] = [];
  const ends: (() => void)[] = [];
  const round = async (items: readonly number[]): Promise<number[]> => {
    rounds.push([...items]);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (items.includes(13)) throw new Error("13 is unlucky");
    return items.map((item) => item * 2);
  };
  return { round, rounds, endNext: () => ends.shift()?.() };
};

it("a call alone waits for nobody, those that come meanwhile share the next round", async () => {
  const { round, rounds, endNext } = controlled();
  const double = gather(round, 3);
  const results = [1, 2, 3, 4, 5].map((item) => double(item));
  expect(rounds).toEqual([[1]]);
  for (const expected of [[2, 3, 4], [5]]) {
    endNext();
    await expect.poll(() => rounds.at(-1)).toEqual(expected);
  }
  endNext();
  expect(await Promise.all(results)).toEqual([2, 4, 6, 8, 10]);
  double(6);
  expect(rounds.at(-1)).toEqual([6]);
});

it("a bad item fails alone, and none of the others is done twice", async () => {
  const done: number[] = [];
  const double = gather(async (items: readonly number[]) => {
    await null;
    if (items.includes(13)) throw new Error("13 is unlucky");
    done.push(...items);
    return items.map((item) => item * 2);
  }, 8);
  const items = [0, 1, 2, 13, 4, 5, 6, 7, 13];
  const results = await Promise.allSettled(items.map((item) => double(item)));
  expect(results.map(({ status }) => status)).toEqual(
    items.map((item) => (item === 13 ? "rejected" : "fulfilled")),
  );
  expect(done.toSorted()).toEqual([0, 1, 2, 4, 5, 6, 7]);
});

it("when the database is away all fail at once, and the next call is tried again", async () => {
  let attempts = 0;
  const refusal = new Refusal({ kind: "unavailable", code: "database-unavailable", detail: "away" });
  const double = gather(async (items: readonly number[]) => {
    attempts += 1;
    await null;
    if (attempts < 3) throw refusal;
    return items;
  }, 8);
  const results = await Promise.allSettled([1, 2, 3, 4].map((item) => double(item)));
  expect(results.every((result) => result.status === "rejected" && result.reason === refusal)).toBe(true);
  expect(attempts).toBe(2);
  expect(await double(5)).toBe(5);
});
