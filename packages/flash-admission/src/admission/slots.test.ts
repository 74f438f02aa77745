import { expect, it, onTestFinished } from "vitest";
import { enrol } from "../fairness/enrol.ts";
import { startFlashRedis } from "../testing/flash-redis.ts";
import { openSale } from "../testing/open-sale.ts";
import { keysOf } from "./keys.ts";

it("each call stays in one slot of a cluster, and shards lie in several", async () => {
  const server = await startFlashRedis(["--cluster-enabled", "yes"]);
  onTestFinished(() => server.stop());
  await server.admin.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
  await expect
    .poll(() => server.admin.call("CLUSTER", "INFO"), { timeout: 20_000 })
    .toContain("cluster_state:ok");
  const sale = await openSale(server.redis, 4, { pieces: 6, room: 8 });
  await sale.warm();
  for (let i = 0; i < 12; i++) await sale.pod().ask(`s${i}`, "c");
  const [sold] = [...sale.tickets.values()];
  if (!sold) throw new Error("nothing sold");
  expect(await sale.pod().giveBack(sold.shopper, sold.ticket)).toMatchObject({ kind: "returned" });
  await sale.pod().tend();
  expect(sale.sold()).toBe(6);
  const origin = { kind: "device", value: "d", most: 1 } as const;
  const enrolment = { sale: sale.sale.id, key: "k", until: new Date(Date.now() + 1000) };
  const address = { ...origin, kind: "address" } as const;
  expect(await enrol(server.redis, enrolment, "ann", [origin, address])).toBeUndefined();
  const slots = [0, 1, 2, 3].map((shard) =>
    server.admin.call("CLUSTER", "KEYSLOT", keysOf("x", shard)[0] ?? ""),
  );
  expect(new Set(await Promise.all(slots)).size).toBeGreaterThan(1);
});
