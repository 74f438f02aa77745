import { describe, expect, it } from "vitest";
import { openRequestFaults } from "./request-faults.ts";

const open = (unavailableRate: number, timeoutAfterEffectRate = 0) => {
  const silences: AbortSignal[] = [];
  const faults = openRequestFaults({
    misbehaviour: async () => ({ seed: 1, unavailableRate, timeoutAfterEffectRate }),
    silence: async (caller) => void silences.push(caller),
  });
  return { faults, silences };
};
const attempts = async (rate: number, key: string, count: number) => {
  const { faults } = open(rate);
  const outcomes: boolean[] = [];
  for (let i = 0; i < count; i += 1)
    outcomes.push(
      await faults.before("capture", key).then(
        () => true,
        () => false,
      ),
    );
  return outcomes;
};

describe("a request", () => {
  it("is refused before any effect, and succeeds when it is repeated", async () => {
    const outcomes = await attempts(0.5, "pay_1", 40);
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
    expect(await attempts(0.5, "pay_1", 40)).toEqual(outcomes);
    expect(await attempts(0, "pay_1", 5)).not.toContain(false);
    await expect(open(1).faults.before("capture", "pay_1")).rejects.toMatchObject({
      kind: "unavailable",
      code: "out-of-order",
    });
  });
  it("is left without a reply once it had its effect", async () => {
    const request = new Request("https://bank.test/");
    const { faults, silences } = open(0, 1);
    await expect(faults.after("capture", "pay_1", request)).rejects.toMatchObject({ code: "reply-lost" });
    expect(silences).toEqual([request.signal]);
    await expect(open(0, 0).faults.after("capture", "pay_1", request)).resolves.toBeUndefined();
  });
  it("without a reply ends as soon as its caller is gone", async () => {
    const faults = openRequestFaults({
      misbehaviour: async () => ({ seed: 1, unavailableRate: 0, timeoutAfterEffectRate: 1 }),
    });
    const caller = new AbortController();
    const request = new Request("https://bank.test/", { signal: caller.signal });
    const reply = faults.after("capture", "pay_1", request);
    caller.abort();
    await expect(reply).rejects.toMatchObject({ kind: "deadline" });
  });
});
