import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { until } from "./until.ts";

const quickly = { timeoutSeconds: 0.05, intervalMilliseconds: 1 };

describe("waiting for an answer", () => {
  it("asks until there is one, and leaves nothing on the caller's signal", async () => {
    const { signal } = new AbortController();
    let asked = 0;
    const answer = await until("it", async () => (++asked > 20 ? asked : undefined), {
      ...{ intervalMilliseconds: 1, signal },
    });
    expect(answer).toBe(21);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("ends at a fault, or waits it out where that was asked for", async () => {
    let asked = 0;
    const ask = async () => {
      if (++asked % 3 !== 0) throw new TypeError("not there yet");
      return asked;
    };
    await expect(until("it", ask)).rejects.toThrow("not there yet");
    expect(await until("it", ask, { intervalMilliseconds: 1, despiteFaults: true })).toBe(3);
  });

  it("says when the time is over what was waited for, and why the last try failed", async () => {
    await expect(until("the node", async () => undefined, quickly)).rejects.toThrow(
      /^the node: not within 0.05 s$/,
    );
    const ask = async () => {
      throw new Error("refused");
    };
    await expect(until("the node", ask, { ...quickly, despiteFaults: true })).rejects.toThrow(
      /^the node: not within 0.05 s: refused$/,
    );
  });

  it("ends when its signal aborts", async () => {
    const stop = new AbortController();
    const waits = until("it", async () => undefined, { signal: stop.signal });
    stop.abort();
    await expect(waits).rejects.toThrow("aborted");
  });
});
