import { expect, test } from "vitest";
import { play } from "../testing/player.ts";

const hour = 3_600_000;
const observed = () => {
  const player = play();
  player.until("observing");
  return player;
};

test("a clock that leaps ends no step: the leap counts for minutes only", () => {
  const player = observed();
  player.tick(1000 * hour);
  expect(player.run().phase.name).toBe("observing");
  expect(player.run().clock.elapsed).toBe(hour / 12);
  expect(player.run().latest).toMatchObject([{ because: "clock leap", milliseconds: 1000 * hour }]);
});

test("a clock that leaps does not end the time for which the old version is kept", () => {
  const player = observed();
  player.look();
  player.until("observing");
  player.look({ stable: 50, canary: 50 });
  player.until("soaking");
  player.tick(1000 * hour);
  expect(player.run().phase.name).toBe("soaking");
});

test("a clock that goes back holds the release, which then promotes nothing by itself", () => {
  const player = observed();
  player.leap(-hour);
  player.look();
  expect(player.run().phase.name).toBe("held");
  expect(player.run().reasons).toMatchObject([{ because: "clock back" }]);
  player.command("resume");
  player.until("observing");
  player.look();
  expect(player.run().phase).toEqual({ name: "moving", step: 1 });
});

test("a clock that went back is noticed by the next tick", () => {
  const player = observed();
  player.tick(-hour);
  expect(player.run().phase.name).toBe("held");
});

test("a clock that goes back by seconds is left to catch up", () => {
  const player = observed();
  player.tick(-5000);
  expect(player.run().phase.name).toBe("observing");
  expect(player.entries.at(-1)?.kind).toBe("moved");
});
