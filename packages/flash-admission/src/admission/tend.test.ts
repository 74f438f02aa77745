import { afterAll, beforeAll, expect, it } from "vitest";
import { type FlashRedis, startFlashRedis } from "../testing/flash-redis.ts";
import { openSale } from "../testing/open-sale.ts";

let server: FlashRedis;
beforeAll(async () => {
  server = await startFlashRedis();
});
afterAll(() => server.stop());

it("tending ends while a sale is paused, also when a piece comes back to a line: it goes to the line once the sale goes on", async () => {
  const sale = await openSale(server.redis, 1, { pieces: 1, room: 2 });
  await sale.warm();
  const pod = sale.pod();
  const ann = await pod.ask("ann", "a");
  if (ann.kind !== "admitted") throw new Error("ann has no piece");
  expect((await pod.ask("bob", "b")).kind).toBe("waiting");
  Object.assign(sale.terms, { phase: "paused" });
  await sale.warm();
  expect(await pod.giveBack("ann", ann.ticket)).toMatchObject({ kind: "returned" });
  const ended = pod.tend().then(() => "ended");
  const late = new Promise((resolve) => setTimeout(resolve, 3000, "still going"));
  expect(await Promise.race([ended, late])).toBe("ended");
  Object.assign(sale.terms, { phase: "open" });
  await sale.warm();
  expect((await pod.ask("bob", "b")).kind).toBe("admitted");
});
