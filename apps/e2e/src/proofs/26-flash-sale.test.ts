import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kill } from "../harness/freeze.ts";
import { podOf } from "../harness/kubectl.ts";
import {
  announceSale,
  askForPiece,
  askToJoin,
  commandSale,
  inSeconds,
  inspectSale,
  joinSale,
  placeOf,
  settled,
} from "../harness/sale.ts";
import { type SalePlan, sellThrough } from "../harness/sell-through.ts";
import { newShopper, pay, type Shopper } from "../harness/shopper.ts";
import { freeStock, setFreeStock } from "../harness/stock.ts";
import { openStreams } from "../harness/streams.ts";
import { until } from "../harness/until.ts";

const sku = "CAR-0009";
const isLong = process.env.CARAVAN_LONG === "1";
/** Another size: `CARAVAN_SHOPPERS=20000 CARAVAN_PIECES=1000 ./caravan test --long flash-sale`. */
const size = (variable: string, usual: number): number =>
  v.parse(
    v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1)),
    process.env[variable] ?? String(usual),
  );
const pieces = size("CARAVAN_PIECES", isLong ? 200 : 30);
const shoppers = size("CARAVAN_SHOPPERS", isLong ? 2000 : 150);
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

const emptyRedis = async (): Promise<void> => {
  const redis = await openStreams();
  const keys = await redis.keys("{flash:*");
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
};

const plan: SalePlan = {
  // Room for many more than come to a piece, and no more than Redis has.
  terms: {
    sku,
    pieces,
    cents: 1990,
    paySeconds: 60,
    line: Math.min(shoppers, 10 * pieces),
    lotMilliseconds: 500,
  },
  shoppers,
  neverPays: isLong ? "lets it expire" : "cancels",
  patienceSeconds: isLong ? 3600 : 400,
};
const limitMilliseconds = (isLong ? 5_400_000 : 1_200_000) + shoppers * 100;

describe(`${shoppers} shoppers press for ${pieces} pieces, a third never pays, a tenth is declined, and parts die meanwhile`, () => {
  const what =
    "every piece is sold once or free again, and no shopper is told of a piece that they do not get";
  it(what, { timeout: limitMilliseconds }, async () => {
    const { state, tickets } = await sellThrough(plan, async ({ rush }) => {
      const half = Math.ceil(shoppers / 2);
      void rush.come(half);
      await until("the rush is on", async () => (rush.heard.decisions > 0 ? true : undefined));
      await emptyRedis();
      for (const [app, container, namespace] of killed) {
        void rush.come(Math.ceil(half / killed.length));
        await kill(await podOf(app, namespace), container, namespace);
        await sleep(500);
      }
    });
    const all = { admitted: pieces, paid: pieces };
    expect({ state, tickets }).toMatchObject({ state: "sold-out", tickets: all });
  });
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

  it("lets so many shoppers of one device take part as its terms say, also when all come at once", async () => {
    const sale = await announceSale({
      ...{ sku, pieces: 1, cents: 990, paySeconds: 60, perDevice: 3 },
      ...{ opensAt: inSeconds(3600), endsAt: inSeconds(7200) },
    });
    const shoppers = await Promise.all(Array.from({ length: 10 }, () => newShopper()));
    const [device, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const replies = await Promise.all(shoppers.map((shopper) => askToJoin(shopper, sale.id, device)));
    const taking = shoppers.filter((_, index) => replies[index]?.status === 200);
    expect(taking).toHaveLength(3);
    const refused = replies.filter(({ status }) => status !== 200);
    expect(refused.map((reply) => v.parse(Problem, reply.json()).code)).toEqual(
      Array(7).fill("too-many-of-device"),
    );
    for (const shopper of taking) expect((await askToJoin(shopper, sale.id, device)).status).toBe(200);
    expect((await askToJoin(await newShopper(), sale.id, other)).status).toBe(200);
    await commandSale(sale.id, "end");
  });
});
