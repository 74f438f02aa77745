import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAdmission } from "../admission/admission.ts";
import { type FlashRedis, startFlashRedis } from "../testing/flash-redis.ts";
import { openSale } from "../testing/open-sale.ts";
import { openSoldOutMemory } from "./memory.ts";

let server: FlashRedis;
beforeAll(async () => {
  server = await startFlashRedis();
});
afterAll(() => server.stop());

const soldOut = async (mostHolders?: number) => {
  const sale = await openSale(server.redis, 1, { pieces: 3 });
  await sale.warm();
  const holder = await sale.pod().ask("s0", "c");
  for (let i = 1; i < 3; i += 1) await sale.pod().ask(`s${i}`, "c");
  const asked = { lists: 0 };
  const redis = new Proxy(server.redis, {
    get: (target, name) => {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== "function") return own;
      return (...parameters: unknown[]) => {
        if (name === "evalsha" && parameters.includes("remember")) asked.lists += 1;
        return own.apply(target, parameters);
      };
    },
  });
  const memory = openSoldOutMemory(1000, 10, mostHolders);
  const parts = { redis, store: sale.store, memory, newTicket: randomUUID, diverged: () => undefined };
  return { pod: openAdmission(parts, sale.sale), asked, holder };
};

it("a crowd that finds a sale sold out at once reads its holders a few times, not once for each", async () => {
  const { pod, asked } = await soldOut();
  const told = await Promise.all(Array.from({ length: 500 }, (_, i) => pod.ask(`late${i}`, "c")));
  expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(["sold-out"]));
  expect(asked.lists).toBeLessThan(4);
});

it("more holders than a process remembers are not read, and hold up no one", async () => {
  const { pod, asked, holder } = await soldOut(2);
  for (const late of ["late", "later"]) expect(await pod.ask(late, "c")).toEqual({ kind: "sold-out" });
  expect(asked.lists).toBe(2);
  if (holder.kind !== "admitted") throw new Error(holder.kind);
  await pod.giveBack("s0", holder.ticket);
  expect((await pod.ask("late", "c")).kind).toBe("admitted");
});
