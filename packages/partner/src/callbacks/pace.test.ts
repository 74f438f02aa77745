import { describe, expect, it } from "vitest";
import { mostAtOnce, newPace } from "./pace.ts";

const start = new Date("2026-11-25T12:00:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

describe("the pace of callbacks", () => {
  it("pauses for as long as the receiver asks, and is half as fast afterwards", () => {
    const pace = newPace();
    pace.tooMany(2, start);
    expect([pace.atOnce(after(1.9)), pace.atOnce(after(2))]).toEqual([0, mostAtOnce / 2]);
  });
  it("is slowed down once by callbacks that are refused together", () => {
    const pace = newPace();
    for (let i = 0; i < mostAtOnce; i += 1) pace.tooMany(1, start);
    expect(pace.atOnce(after(1))).toBe(mostAtOnce / 2);
  });
  it("is at least one at a time, and grows with accepted callbacks up to the maximum", () => {
    const pace = newPace();
    for (let i = 0; i < 20; i += 1) pace.tooMany(1, after(i));
    expect(pace.atOnce(after(30))).toBe(1);
    pace.accepted();
    expect(pace.atOnce(after(30))).toBe(2);
    for (let i = 0; i < 2000; i += 1) pace.accepted();
    expect(pace.atOnce(after(30))).toBe(mostAtOnce);
  });
  it("spreads refused callbacks over a period as long as the pause, so that they do not come back at once", () => {
    const times = [0, 0.5, 0.999].map((draw) =>
      newPace(() => draw)
        .tooMany(2, start)
        .getTime(),
    );
    expect(times).toEqual([after(2).getTime(), after(3).getTime(), after(3.998).getTime()]);
  });
  it("bounds the pause that a receiver asks for", () => {
    const pace = newPace(() => 0);
    expect(pace.tooMany(7200, start)).toEqual(after(10));
  });
});
