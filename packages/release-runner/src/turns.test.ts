import { expect, test } from "vitest";
import { openTurns } from "./turns.ts";

test("writes happen in the order of their turns, and none waits for ever for the one before", async () => {
  const takeTurn = openTurns(20);
  const done: string[] = [];
  const [first, second, third] = [takeTurn(), takeTurn(), takeTurn()];
  const write = async (name: string, turn: typeof first) => {
    await turn.comes();
    done.push(name);
    turn.ends();
  };
  const writing = [write("third", third), write("second", second)];
  await write("first", first);
  await Promise.all(writing);
  expect(done).toEqual(["first", "second", "third"]);
  takeTurn();
  await write("fifth", takeTurn());
  expect(done.at(-1)).toBe("fifth");
});
