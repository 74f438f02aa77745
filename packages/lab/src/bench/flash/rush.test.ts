import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Reply } from "../load/http-lane.ts";
import { rush } from "./rush.ts";

const never = new AbortController().signal;

/** A sale whose clicks are answered by this, with a crowd of two in one lane: one click of the first, two of the second. */
const saleOf = (answer: (click: number) => Reply) => {
  let clicks = 0;
  const send = async () => {
    await turn();
    return answer(clicks++);
  };
  const one = { headers: {}, token: "a token" };
  return { id: "sal_1", lanes: [{ send, close: async () => {} }], crowd: [[one, one]] };
};
const soldOut: Reply = { status: 409, text: '{"code":"sold-out"}' };

test("a rush ends when each of the crowd has clicked as often as they do", async () => {
  const { load, told } = await rush(
    saleOf(() => soldOut),
    1,
    never,
  );
  expect([load.succeeded, told]).toEqual([3, { "sold-out": 3 }]);
});

test("a rush beside other work lasts as long as that, and ends with it", async () => {
  let clicks = 0;
  const sale = saleOf((click) => {
    clicks = click + 1;
    return soldOut;
  });
  const { load } = await rush(sale, 1, never, () => clicks < 50);
  expect(load.succeeded).toBe(50);
});

test("a click without a reply, or that is told to ask again, is counted by its name and as no decision", async () => {
  const answers: readonly (() => Reply)[] = [
    () => ({ status: 201, text: '{"state":"admitted","ticketId":"tkt_1"}' }),
    () => {
      throw Object.assign(new Error("cut off"), { code: "ECONNRESET" });
    },
    () => ({ status: 503, text: '{"code":"sale-busy"}' }),
  ];
  const { load, told } = await rush(
    saleOf((click) => answers[click]?.() ?? soldOut),
    1,
    never,
  );
  expect(load).toMatchObject({ succeeded: 1, failures: { ECONNRESET: 1, "sale-busy": 1 } });
  expect(told).toEqual({ admitted: 1, ECONNRESET: 1, "sale-busy": 1 });
});
