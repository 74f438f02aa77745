import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { buy, type Participant, participate, press } from "../harness/crowd.ts";
import { kill } from "../harness/freeze.ts";
import { podOf } from "../harness/kubectl.ts";
import {
  announceSale,
  askForPiece,
  commandSale,
  inSeconds,
  inspectSale,
  joinSale,
  placeOf,
  settled,
} from "../harness/sale.ts";
import { newShopper, pay, type Shopper } from "../harness/shopper.ts";
import { freeStock, setFreeStock } from "../harness/stock.ts";
import { openStreams } from "../harness/streams.ts";
import { until } from "../harness/until.ts";

const sku = "CAR-0009";
const isLong = process.env.CARAVAN_LONG === "1";
const pieces = isLong ? 200 : 30;
const shoppers = isLong ? 2000 : 150;
const stock = 100_000;

beforeAll(() => setFreeStock(sku, stock));
afterAll(() => setFreeStock(sku, stock));

/** Killed one after the other while people press: what decides, what makes orders, their sidecars, and both stores. */
const killed = [
  ["flash", "flash", "shop"],
  ["order", "order", "shop"],
  ["order", "daprd", "shop"],
  ["flash", "istio-proxy", "shop"],
  ["redis", "redis", "shop-data"],
  ["mariadb", "mariadb", "shop-data"],
] as const;

describe(`${shoppers} shoppers press for ${pieces} pieces, a third never pays, a tenth is declined, and parts die meanwhile`, () => {
  it("every piece is sold once or free again, and no shopper is told of a piece that they do not get", async () => {
    const free = await freeStock(sku);
    const sale = await announceSale({
      ...{
        sku,
        pieces,
        cents: 1990,
        paySeconds: 60,
        line: shoppers,
        perAddress: shoppers,
        lotMilliseconds: 500,
      },
      opensAt: inSeconds(isLong ? 120 : 25),
      endsAt: inSeconds(3600),
    });
    expect(free - (await freeStock(sku))).toBe(pieces);
    const all = await participate(sale.id, shoppers, isLong);
    const first = all[0];
    if (first === undefined) throw new Error("there is no shopper");
    const early = await askForPiece(first.shopper, sale.id, first.token);
    if (early.status === 409) expect(v.parse(Problem, early.json()).code).toBe("sale-not-open");
    await until("it is open", async () => ((await inspectSale(sale.id)).state === "open" ? true : undefined));

    const rush = Promise.all(all.map((one) => press(one, sale.id)));
    await sleep(300);
    const redis = await openStreams();
    const keys = await redis.keys("{flash:*");
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
    for (const [app, container, namespace] of killed) {
      await kill(await podOf(app, namespace), container, namespace);
      await sleep(500);
    }
    const told = await rush;

    const mine = (answers: readonly string[]) => new Set(answers.filter((one) => one.startsWith("admitted")));
    for (const answers of told) expect(mine(answers).size).toBeLessThan(2);
    const holders = all.filter((_, i) => (told[i] ?? []).some((one) => /^(admitted|waiting)/.test(one)));
    // Pieces that come back go to the next in line, who pay or do not, until none is left to be sold.
    const outcomes = new Map<Participant, string>();
    await until(
      "every piece is paid for",
      async () => {
        const open = holders.filter((one) => ["waiting", undefined].includes(outcomes.get(one)));
        await Promise.all(open.map(async (one) => outcomes.set(one, await buy(one, sale.id))));
        const { tickets } = await inspectSale(sale.id);
        return tickets.paid === pieces ? true : undefined;
      },
      isLong ? 1800 : 400,
    );
    const paid = [...outcomes].filter(([, outcome]) => outcome === "paid");
    expect(paid).toHaveLength(pieces);
    const file = await inspectSale(sale.id);
    expect(file).toMatchObject({ state: "sold-out", tickets: { admitted: pieces, paid: pieces } });
    await commandSale(sale.id, "end");
    await settled(sale.id);
    expect(free - (await freeStock(sku))).toBe(pieces);
    await expectCleanBooks();
  }, 2400_000);
});

describe("a sale", () => {
  it("sells nothing before it opens, in a pause, and after its end, and its unsold pieces come back", async () => {
    const free = await freeStock(sku);
    const sale = await announceSale({
      ...{ sku, pieces: 3, cents: 990, paySeconds: 60, lotMilliseconds: 0 },
      opensAt: inSeconds(6),
      endsAt: inSeconds(600),
    });
    const [ann, bob] = [await newShopper(), await newShopper()];
    const tokens = [await joinSale(ann, sale.id), await joinSale(bob, sale.id)];
    const ask = async (who: Shopper, token = "") => {
      const reply = await askForPiece(who, sale.id, token);
      return reply.status < 300 ? "a piece" : v.parse(Problem, reply.json()).code;
    };
    expect(await ask(ann, tokens[0])).toBe("sale-not-open");
    expect(await ask(ann, tokens[1])).toBe("sale-not-open");
    await until("it is open", async () => ((await inspectSale(sale.id)).state === "open" ? true : undefined));
    await commandSale(sale.id, "pause");
    expect(await ask(ann, tokens[0])).toBe("sale-paused");
    await commandSale(sale.id, "resume");
    expect(await ask(ann, tokens[1])).toBe("token-invalid");
    expect(
      await until("a piece", async () => ((await ask(ann, tokens[0])) === "a piece" ? true : undefined)),
    ).toBe(true);
    await commandSale(sale.id, "end");
    expect(await ask(bob, tokens[1])).toBe("sale-ended");
    const orderId = await until("an order", async () => (await placeOf(ann, sale.id))?.orderId ?? undefined);
    await pay(ann, orderId);
    await settled(sale.id);
    expect(free - (await freeStock(sku))).toBe(1);
  });
});
