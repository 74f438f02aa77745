import { euros, newId, type SaleFile } from "@caravan/contracts";
import { expect, test, vi } from "vitest";
import { saleCommand } from "./sale-command.ts";
import { rehearsalText, saleText } from "./show-sales.ts";

const at = "2026-11-28T20:00:00.000Z";
const sale: SaleFile = {
  ...{ id: newId("sal"), sku: "CAR-0001", price: euros(990), pieces: 5, perShopper: 1, audience: "everyone" },
  ...{ state: "draft", opensAt: at, endsAt: at, serverTime: at, lotCommitment: "", lotSeed: null, line: 10 },
  ...{ paySeconds: 600, lotMilliseconds: 800, difficulty: 0, perAddress: 50, shards: 4, allotmentId: null },
  ...{ epoch: 0, tickets: { admitted: 0, paid: 0, waiting: 0, returned: 0 }, history: [] },
};

/** What `sale create` asks the shop for with these options. */
const createdBy = async (...options: string[]): Promise<unknown> => {
  const call = vi.fn().mockResolvedValue(sale);
  vi.spyOn(console, "log").mockReturnValue();
  const terms = ["--sku", "CAR-0001", "--cents", "990", "--pieces", "5", "--opens", at, "--ends", at];
  const create = ["create", ...terms, "--reason", "a test", ...options];
  await saleCommand(async () => ({ call })).parseAsync(create, { from: "user" });
  vi.restoreAllMocks();
  return call.mock.calls[0]?.[1].body.terms;
};

test("staff limits the shoppers of a device, or leaves it out, and sees which", async () => {
  expect(await createdBy("--per-device", "2")).toMatchObject({ perDevice: 2 });
  expect(await createdBy()).not.toHaveProperty("perDevice");
  expect(saleText({ ...sale, perDevice: 2 })).toContain("50 an address, 2 a device, lots for 800 ms");
  expect(saleText(sale)).toContain("50 an address, lots for 800 ms");
});

test("a rehearsal tells shoppers and clicks apart, and what each figure counts", () => {
  const went = {
    ...{ shoppers: 1000, clicks: 2990, told: { admitted: 320, waiting: 610, "sold-out": 2060 } },
    ...{
      sold: 100,
      waiting: 200,
      seconds: 1.21,
      soldOutSeconds: 0.4,
      p50Milliseconds: 2,
      p99Milliseconds: 8,
    },
  };
  const outcome = { piece: 100, place: 200, nothing: 690, untold: 10 };
  expect(rehearsalText({ ...went, outcome, clicksLeft: 12 }).split("\n")).toEqual([
    "shoppers  1,000: 100 got pieces, 200 a place in line, 690 nothing, 10 no answer",
    "pieces    100 sold, the last after 0.40 s",
    "line      200 places taken",
    "clicks    2,990 answered in 1.2 s, one to five of a shopper; time was over before 12 more",
    "told      320 “have a piece”, 610 “are in line”, 2,060 “it is sold out” (clicks: who presses again is told the same again)",
    "answer    half of the clicks within 2.0 ms, 99 of 100 within 8.0 ms",
  ]);
  expect(rehearsalText(went), "of a flash of the release before").toContain("shoppers  1,000\n");
});
