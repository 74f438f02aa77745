import { Problem, SaleFile } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

it("a command that comes late a second time under its key does nothing: the sale stays as it was made since", async () => {
  const { id } = await shop.open();
  const send = (path: string, key: string, reason = "a test") =>
    shop.send("POST", `/v1/staff/sales/${id}/${path}`, shop.staff, { reason }, key);
  const stateIn = async (reply: Response) => v.parse(SaleFile, await reply.json()).state;
  expect(await stateIn(await send("pause", "key-1"))).toBe("paused");
  expect(await stateIn(await send("resume", "key-2"))).toBe("open");
  expect(await stateIn(await send("pause", "key-1"))).toBe("open");
  const other = await send("pause", "key-1", "another reason");
  expect([other.status, v.parse(Problem, await other.json()).code]).toEqual([422, "idempotency-key-reused"]);
  expect(await stateIn(await send("pause", "key-3"))).toBe("paused");
});
