import { expect, test, vi } from "vitest";
import { canaryHost, findHost } from "./find-canary.ts";

const absent = Object.assign(new Error("queryA ENOTFOUND"), { code: "ENOTFOUND" });
const away = Object.assign(new Error("queryA EAI_AGAIN"), { code: "EAI_AGAIN" });

test("a canary's host stands beside its app's", () => {
  expect(canaryHost("order.shop.svc.cluster.local")).toBe("order-canary.shop.svc.cluster.local");
});

test("a host is known once it has an address, and forgotten when it has none; an outage of the name service changes nothing", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const answers = [absent, undefined, away, absent].map((error) =>
      error ? () => Promise.reject(error) : () => Promise.resolve(["10.0.0.1"]),
    );
    const find = vi.fn((_: string) => answers.shift()?.() ?? Promise.reject(away));
    const exists = findHost("order-canary.shop", find);
    const known: boolean[] = [];
    for (let i = 0; i < 5; i++) {
      known.push(await exists(), await exists());
      vi.setSystemTime(Date.now() + 5_000);
    }
    expect(known).toEqual([false, true, true, false, false].flatMap((one) => [one, one]));
    expect(find).toHaveBeenCalledTimes(5);
    expect(find).toHaveBeenCalledWith("order-canary.shop");
  } finally {
    vi.useRealTimers();
  }
});

test("a name service that hangs holds no event up", async () => {
  const exists = findHost("order-canary.shop", () => new Promise(() => {}));
  expect(await exists()).toBe(false);
});
