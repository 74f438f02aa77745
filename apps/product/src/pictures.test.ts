import { Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakeProduct, picture } from "./testing/fake-product.ts";

const app = openFakeProduct();
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

describe("GET /pictures/:sku.svg", () => {
  it("keeps a picture for ever only under the name of its content", async () => {
    const kept = await get(`/pictures/CAR-0001.svg?v=${picture.hash}`);
    expect(kept.headers.get("cache-control")).toContain("immutable");
    expect(kept.headers.get("content-type")).toBe("image/svg+xml");
    expect(await kept.text()).toBe(picture.svg);
    for (const path of ["/pictures/CAR-0001.svg", "/pictures/CAR-0001.svg?v=another"])
      expect((await get(path)).headers.get("cache-control")).toBe("public, max-age=60");
  });

  it("answers 304 to who has it", async () => {
    const reply = await get("/pictures/CAR-0001.svg", { "if-none-match": `"${picture.hash}"` });
    expect(reply.status).toBe(304);
  });

  it.each([
    "/pictures/CAR-0002.svg",
    "/pictures/CAR-0001.png",
    "/pictures/..%2f..%2fpackage.json",
    "/pictures/../../etc/passwd",
    "/pictures/%2e%2e/%2e%2e/etc/passwd",
    "/pictures/CAR-0001.svg%00",
    "/pictures/car-0001.svg",
    "/pictures/__proto__",
    "/pictures/",
  ])("has nothing at %s", async (path) => {
    const reply = await get(path);
    expect(reply.status).toBe(404);
    expect(v.parse(Problem, await reply.json()).status).toBe(404);
  });
});
