import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { createHeapGuard } from "./heap-guard.ts";
import { createRouter } from "./router.ts";

describe("a service short of memory", () => {
  it("refuses new requests while a collection has left the heap nearly full, and serves again after one that has not", async () => {
    const heap = createHeapGuard(1000);
    const router = createRouter({ app: "order", version: "v1", heap });
    router.hono.get("/x", (c) => c.text("served"));
    const status = async () => (await router.request("/x")).status;
    expect(await status()).toBe(200);
    heap.collected(900, Date.now());
    const refusal = await router.request("/x");
    expect([refusal.status, refusal.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await refusal.json()).toMatchObject({ code: "memory-short" });
    heap.collected(500, Date.now());
    expect(await status()).toBe(200);
  });

  it("lets requests in again when nothing is collected any more, since only work brings the next collection", () => {
    const heap = createHeapGuard(1000);
    heap.collected(900, 0);
    expect([heap.nearlyFull(4_999), heap.nearlyFull(5_000)]).toEqual([true, false]);
  });

  it("notices before V8 ends the process", async () => {
    const fixture = fileURLToPath(new URL("./heap-guard.fixture.ts", import.meta.url));
    const flags = ["--max-old-space-size=64", "--max-semi-space-size=8"];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, fixture]);
    expect(stdout).toBe("nearly full\n");
  }, 60_000);
});
