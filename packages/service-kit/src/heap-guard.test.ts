import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createHeapGuard, type HeapGuard } from "./heap-guard.ts";
import { createRouter } from "./router.ts";

describe("a service short of memory", () => {
  const fill = (heap: HeapGuard, usedBytes: number) => {
    for (let i = 0; i < 5; i++) heap.sampled(usedBytes);
  };

  it("refuses new requests while the heap stays nearly full, and serves again when there is room", async () => {
    vi.useFakeTimers({ now: 1_000, toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const heap = createHeapGuard(1000);
    const router = createRouter({ app: "order", version: "v1", heap });
    router.hono.get("/x", (c) => c.text("served"));
    const status = async () => (await router.request("/x")).status;
    expect(await status()).toBe(200);
    fill(heap, 900);
    const refusal = await router.request("/x");
    expect([refusal.status, refusal.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await refusal.json()).toMatchObject({ code: "memory-short" });
    heap.sampled(500);
    expect(await status()).toBe(200);
  });

  it("does not mistake a moment of garbage for it, and lets requests in one second of six", () => {
    const heap = createHeapGuard(1000);
    heap.sampled(900);
    expect(heap.nearlyFull(1_000)).toBe(false);
    fill(heap, 900);
    expect([heap.nearlyFull(1_000), heap.nearlyFull(5_999), heap.nearlyFull(6_000)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("notices before V8 ends the process", async () => {
    const fixture = fileURLToPath(new URL("./heap-guard.fixture.ts", import.meta.url));
    const flags = ["--max-old-space-size=64", "--max-semi-space-size=8"];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, fixture]);
    expect(stdout).toBe("nearly full\n");
  }, 60_000);
});
