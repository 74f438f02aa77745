import type { createHash } from "node:crypto";
import { startRedis } from "@caravan/streams/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import { openSale } from "../testing/open-sale.ts";

const digests = vi.hoisted(() => ({ made: 0 }));
vi.mock("node:crypto", async (load) => {
  const crypto = await load<typeof import("node:crypto")>();
  const counted: typeof createHash = (...given) => {
    digests.made += 1;
    return crypto.createHash(...given);
  };
  return { ...crypto, createHash: counted };
});

it("a rebuild finds the shard of each ticket once, however many shards there are: the process stays there for others", async () => {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const sale = await openSale(server.redis, 16, { pieces: 500 });
  for (let i = 0; i < 400; i += 1)
    sale.tickets.set(`t${i}`, { ticket: `t${i}`, shopper: `s${i}`, click: "c", status: "admitted" });
  digests.made = 0;
  await sale.warm();
  expect(digests.made).toBe(400);
  expect(await sale.pod().census()).toMatchObject({ free: 100, tickets: 400 });
});
