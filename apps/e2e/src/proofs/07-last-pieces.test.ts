import { Problem } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Databases, openDatabases, rows } from "../harness/databases.ts";
import { newShopper } from "../harness/shopper.ts";
import { expectSoundStock, setFreeStock } from "../harness/stock.ts";

const sku = "CAR-0007";
let databases: Databases;
beforeAll(async () => {
  databases = await openDatabases();
});
afterAll(async () => {
  await setFreeStock(databases, sku, 100_000);
  await databases.end();
});

describe("200 buyers for the last 20 pieces", () => {
  it("exactly 20 succeed, the rest get a clear 409, nothing is negative", async () => {
    await expectSoundStock(databases);
    await setFreeStock(databases, sku, 20);
    const buyers = await Promise.all(Array.from({ length: 200 }, () => newShopper()));
    const replies = await Promise.all(
      buyers.map((buyer) => buyer.placeOrder({ lines: [{ sku, quantity: 1 }] })),
    );
    const sold = replies.filter((reply) => reply.status === 201);
    const refused = replies.filter((reply) => reply.status === 409);
    expect({ sold: sold.length, refused: refused.length }).toEqual({ sold: 20, refused: 180 });
    for (const reply of refused) {
      const problem = v.parse(Problem, reply.json());
      expect(problem.code).toBe("out-of-stock");
      expect(problem.detail).toContain(sku);
    }
    await expectSoundStock(databases);
    expect(
      await rows(databases.inventory, "select on_hand, reserved from stock where sku = ?", [sku]),
    ).toEqual([{ on_hand: 0, reserved: 0 }]);
  });
});
