import { expect, test } from "vitest";
import { trendOf } from "./flat.ts";

const minutes = (figure: (minute: number) => number) => Array.from({ length: 30 }, (_, i) => figure(i));

test("a figure that warms up and then stays is flat", () => {
  expect(
    trendOf(
      minutes((minute) => 100 - 60 / (minute + 1)),
      0,
    ),
  ).toMatchObject({ flat: true });
});

test("a figure that grows a little every minute is not flat", () => {
  expect(
    trendOf(
      minutes((minute) => 100 + 2 * minute),
      0,
    ),
  ).toMatchObject({ flat: false });
});

test("a queue that holds a few events now and then is flat, and one that fills up is not", () => {
  expect(
    trendOf(
      minutes((minute) => minute % 3),
      10,
    ),
  ).toMatchObject({ flat: true });
  expect(
    trendOf(
      minutes((minute) => minute * 5),
      10,
    ),
  ).toMatchObject({ flat: false });
});

test("a short run is judged by its few samples", () => {
  expect(trendOf([5], 0)).toMatchObject({ early: 5, late: 5, flat: true });
});
