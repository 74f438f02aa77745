import { expect, it } from "vitest";
import { BusyElsewhere } from "./busy-elsewhere.ts";
import { settleRelease } from "./settle-release.ts";

const pending = "sh.helm.release.v1.order-canary.v2   2026-11-29T10:00:00Z\n";

const settle = async (shared: boolean, now: string) => {
  const deleted: string[] = [];
  const kubectl = async (args: readonly string[]) => {
    if (args.includes("delete")) deleted.push(...args.filter((arg) => arg.startsWith("sh.helm")));
    return args.includes("get") ? pending : "";
  };
  await settleRelease({ kubectl, shared }, "shop", "order-canary", new Date(now));
  return deleted;
};

it("an operation that was cut off keeps no other from being done", async () => {
  const record = ["sh.helm.release.v1.order-canary.v2"];
  expect(await settle(false, "2026-11-29T10:00:05Z")).toEqual(record);
  expect(await settle(true, "2026-11-29T10:20:00Z")).toEqual(record);
});

it("an operation that others may be doing is left alone", async () => {
  const settling = settle(true, "2026-11-29T10:00:05Z");
  await expect(settling).rejects.toThrow("Helm is changing order-canary already");
  await expect(settling).rejects.toThrow(BusyElsewhere);
});
