import { describe, expect, it } from "vitest";
import { isImmediate, planCallback } from "./plan-callback.ts";

const now = new Date("2026-11-25T12:00:00.000Z");
const behaved = {
  seed: 1,
  callbackLostRate: 0,
  callbackDuplicateRate: 0,
  callbackDelayRate: 0,
  callbackDelaySeconds: 60,
};
const callback = (key: string) => ({ key, url: "http://merchant.test/callbacks", body: `{"key":"${key}"}` });
const plan = (change: Partial<typeof behaved>, key = "pay_1 authorised") =>
  planCallback(callback(key), { ...behaved, ...change }, now);

describe("a callback", () => {
  it("is sent once and at once by a partner without faults", () => {
    const [only, ...more] = plan({});
    expect([only?.body, only?.dueAt, more]).toEqual(['{"key":"pay_1 authorised"}', now, []]);
    expect(only !== undefined && isImmediate(only)).toBe(true);
  });
  it("is lost, doubled or late by the rates", () => {
    expect(plan({ callbackLostRate: 1, callbackDuplicateRate: 1 })).toEqual([]);
    const twice = plan({ callbackDuplicateRate: 1 });
    expect(new Set(twice.map(({ id }) => id)).size).toBe(2);
    expect(new Set(twice.map(({ body }) => body)).size).toBe(1);
    for (const late of plan({ callbackDelayRate: 1, callbackDuplicateRate: 1 }))
      expect(isImmediate(late)).toBe(false);
  });
  it("overtakes another one, within the longest delay, the same way in every run", () => {
    const keys = Array.from({ length: 50 }, (_, i) => `pay_${i} authorised`);
    const delays = keys.map((key) => plan({ callbackDelayRate: 1 }, key)[0]?.dueAt.getTime() ?? 0);
    expect(delays).not.toEqual(delays.toSorted((a, b) => a - b));
    expect(Math.max(...delays)).toBeLessThanOrEqual(now.getTime() + 60_000);
    expect(keys.map((key) => plan({ callbackDelayRate: 1 }, key)[0]?.dueAt.getTime())).toEqual(delays);
  });
});
