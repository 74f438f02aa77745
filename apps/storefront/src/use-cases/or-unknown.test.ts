import { Refusal } from "@caravan/contracts";
import { log } from "@caravan/service-kit";
import { expect, test, vi } from "vitest";
import { orUnknown } from "./or-unknown.ts";

test("a call without an answer is said in the log with its code and what it was about, and gives nothing", async () => {
  const warn = vi.spyOn(log, "warn");
  const away = new Refusal({ kind: "unavailable", code: "callee-unavailable", detail: "It is away." });
  expect(await orUnknown("stock unknown", () => Promise.reject(away), { skus: "CAR-1" })).toBeUndefined();
  expect(await orUnknown("sales unknown", () => Promise.reject(new Error("a bug")))).toBeUndefined();
  expect(await orUnknown("sales unknown", async () => 3)).toBe(3);
  expect(warn.mock.calls).toEqual([
    [{ skus: "CAR-1", code: "callee-unavailable" }, "stock unknown"],
    [{ code: "unexpected" }, "sales unknown"],
  ]);
});
