import { randomUUID } from "node:crypto";
import { startRedis, type TestRedis } from "@caravan/streams/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAdmission } from "../admission/admission.ts";
import { openSale } from "../testing/open-sale.ts";
import { openSoldOutMemory } from "./memory.ts";

let server: TestRedis;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

const soldOut = async (mostHolders?: number) => {
  const sale = await openSale(server.redis, 1, { pieces: 3 });
  await sale.warm();
  for (let i = 0; i < 3; i += 1) await sale.pod().ask(`s${i}`, "c");
  const asked = { lists: 0 };
  const redis = new Proxy(server.redis, {
    get: (target, name) => {
      if (name === "hkeys") asked.lists += 1;
      const own: unknown = Reflect.get(target, name);
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
  const memory = openSoldOutMemory(1000, 10, mostHolders);
  const parts = { redis, store: sale.store, memory, newTicket: randomUUID, diverged: () => undefined };
  return { pod: openAdmission(parts, sale.sale), asked };
};

it("a crowd that finds a sale sold out at once reads its holders a few times, not once for each", async () => {
  const { pod, asked } = await soldOut();
  const told = await Promise.all(Array.from({ length: 500 }, (_, i) => pod.ask(`late${i}`, "c")));
  expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(["sold-out"]));
  expect(asked.lists).toBeLessThan(4);
});

it("more holders than a process remembers are not read at all", async () => {
  const { pod, asked } = await soldOut(2);
  expect(await pod.ask("late", "c")).toEqual({ kind: "sold-out" });
  expect(asked.lists).toBe(0);
});
