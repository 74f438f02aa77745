import { setTimeout as sleep } from "node:timers/promises";
import { cards } from "@caravan/buyer";
import { Problem, SalePlace } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { kubectl, podOf, rolledOut } from "../harness/kubectl.ts";
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

interface Participant {
  readonly shopper: Shopper;
  readonly token: string;
  readonly kind: "pays" | "lets it expire" | "cancels" | "is declined";
  readonly clicks: number;
}

/** A third never pays; an ordinary run does not wait for expiries, which take a minute and a half each. */
const kindOf = (i: number): Participant["kind"] => {
  if (i % 3 !== 0) return i % 10 === 1 ? "is declined" : "pays";
  return isLong ? "lets it expire" : "cancels";
};

const participate = async (saleId: string, count: number): Promise<Participant[]> => {
  const all: Participant[] = [];
  for (let first = 0; first < count; first += 50)
    all.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(50, count - first) }, async (_, i) => {
          const shopper = await newShopper();
          const token = await joinSale(shopper, saleId);
          return { shopper, token, kind: kindOf(first + i), clicks: 1 + ((first + i) % 5) };
        }),
      )),
    );
  return all;
};

/** Presses the button like a browser: again after a refusal that passes. What it was told for good, in order. */
const press = async ({ shopper, token, clicks }: Participant, saleId: string): Promise<string[]> => {
  const told: string[] = [];
  for (let click = 0; click < clicks; click += 1) {
    const key = crypto.randomUUID();
    const answer = await until(`a decision about click ${click}`, async () => {
      const reply = await askForPiece(shopper, saleId, token, key).catch(() => undefined);
      if (reply === undefined) return undefined;
      if (reply.status < 300) {
        const { state, ticketId } = v.parse(SalePlace, reply.json());
        return state === "deciding" ? undefined : `${state} ${ticketId}`;
      }
      const problem = v.safeParse(Problem, reply.json());
      return problem.success && reply.status === 409 && problem.output.code !== "sale-not-open"
        ? problem.output.code
        : undefined;
    });
    told.push(answer);
  }
  return told;
};

/** Pays, or does not, once there is an order; tells what became of the shopper's piece. */
const buy = async ({ shopper, kind }: Participant, saleId: string): Promise<string> => {
  const orderId = await until(
    "the ticket is an order, or nothing",
    async () => {
      const place = await placeOf(shopper, saleId);
      if (place?.state === "returned") return "returned";
      return place?.state === "waiting" ? "waiting" : (place?.orderId ?? undefined);
    },
    180,
  );
  if (orderId === "returned" || orderId === "waiting") return orderId;
  if (kind === "pays") {
    await pay(shopper, orderId);
    return "paid";
  }
  if (kind === "lets it expire") return "unpaid";
  if (kind === "is declined") await pay(shopper, orderId, cards.declined);
  await shopper.post(`/v1/orders/${orderId}/cancellation`, {});
  return "unpaid";
};

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
    const all = await participate(sale.id, shoppers);
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
    await kubectl("-n", "shop", "delete", "pod", await podOf("flash"), "--grace-period=0", "--force");
    await rolledOut("flash");
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
