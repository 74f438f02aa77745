import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import {
  BenefitUse,
  euros,
  newId,
  Problem,
  PromotionFile,
  type PromotionTerms,
  Quote,
  userLookupRoutes,
} from "@caravan/contracts";
import { openTestDatabase } from "@caravan/database/testing";
import type { Prices } from "@caravan/prices";
import { scopeHeader, subjectHeader } from "@caravan/service-kit";
import * as v from "valibot";
import { createApp, createSubscriptions } from "../app.ts";
import { openAccounts } from "../clients/accounts.ts";
import { openGoods } from "../clients/goods.ts";
import { openStores } from "../database/open-stores.ts";
import * as schema from "../database/schema.ts";
import type { Dependencies, Orders } from "../dependencies.ts";
import { followUses } from "../use-cases/follow-uses.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** What the catalogue of a test sells. */
export const catalogue = [
  { sku: "CAR-0001", productId: newId("prd"), name: "Boots", priceCents: 10_000, category: "footwear" },
  { sku: "CAR-0002", productId: newId("prd"), name: "Lamp", priceCents: 2_500, category: "lamps" },
] as const;

const categories = catalogue.map(({ category }) => ({ slug: category, name: category, productCount: 1 }));

/** Terms that a test leaves out. */
type SomeTerms = Partial<Omit<v.InferInput<typeof PromotionTerms>, "kind">> & {
  readonly code?: string;
  readonly onlyGiven?: boolean;
};

export type SomeLine = readonly [sku: string, quantity: number];

/** The app over a real database, with a clock that a test moves; product and order are fakes. */
export const openRealShop = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  const clock = { now: new Date("2026-11-30T12:00:00.000Z") };
  const after = (seconds: number): Date => new Date(clock.now.getTime() + seconds * 1000);
  const now = () => clock.now;
  const faults: unknown[] = [];
  const counted: string[] = [];
  const world = {
    ...{ pricesAway: false, accountsAway: false },
    /** Ids that are no account; all others are one. */
    noAccounts: new Set<string>(),
    orders: new Map<string, Awaited<ReturnType<Orders["find"]>>>(),
  };
  const stores = openStores(test.database, now);
  const away = <T>(isAway: boolean, things: T): T => {
    if (isAway) throw new Error("it is away");
    return things;
  };
  const prices: Prices = {
    of: async (skus) =>
      new Map(
        away(world.pricesAway, catalogue)
          .filter(({ sku }) => skus.includes(sku))
          .map((price) => [price.sku, price]),
      ),
  };
  const dependencies: Dependencies = {
    ...{ app: "promotion", version: "v1", now, random: () => 0.5, ...stores },
    // Each test sees its own changes at once.
    currentRules: () => stores.promotions.rules(now()),
    prices,
    goods: openGoods({ listCategories: async () => ({ items: away(world.pricesAway, categories) }) }, prices),
    accounts: openAccounts({
      findAccounts: async ({ query }) => {
        const ids = v.parse(userLookupRoutes.findAccounts.query, query).ids;
        return { items: away(world.accountsAway, ids).filter((id) => !world.noAccounts.has(id)) };
      },
    }),
    orders: { find: async (orderId) => (world.orders.has(orderId) ? world.orders.get(orderId) : "none") },
    countQuote: (outcome) => void counted.push(`quote ${outcome}`),
    countTry: (outcome) => void counted.push(`try ${outcome}`),
    countUse: (status) => void counted.push(status),
    log: { error: (fields) => void faults.push(fields) },
  };
  const app = createApp(dependencies);
  const events = createSubscriptions(dependencies, { enabled: true });
  const staff = newId("usr");

  const send = (method: string, path: string, who?: string, body?: object, key?: string) =>
    app.request(path, {
      method,
      headers: {
        "content-type": "application/json",
        ...(who !== undefined && {
          [subjectHeader]: who,
          [scopeHeader]: who === staff ? "shopper staff" : "shopper",
        }),
        ...(key !== undefined && { "idempotency-key": key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const fileIn = async (reply: Response): Promise<PromotionFile> => {
    if (reply.status >= 400) throw new Error(await reply.text());
    return v.parse(PromotionFile, await reply.json());
  };
  const command = (id: string, path: string, key: string = randomUUID()) =>
    send("POST", `/v1/staff/promotions/${id}/${path}`, staff, { reason: "a test" }, key);
  const pricedLines = (lines: readonly SomeLine[]) =>
    lines.flatMap(([sku, quantity]) => {
      const found = catalogue.find((one) => one.sku === sku);
      if (found === undefined) throw new Error(`no ${sku}`);
      const { priceCents, category: _, ...line } = found;
      return [{ ...line, quantity, price: euros(priceCents) }];
    });
  const useIn = async (reply: Response): Promise<BenefitUse | string> =>
    reply.status < 300 ? v.parse(BenefitUse, await reply.json()) : v.parse(Problem, await reply.json()).code;

  return {
    ...{ test, clock, after, world, dependencies, counted, faults, send, staff, command, fileIn },
    /** A draft: ten percent off everything for an hour, unless the test says otherwise; with a code it is a coupon. */
    async draft({ code, onlyGiven, ...terms }: SomeTerms = {}): Promise<PromotionFile> {
      const all = {
        ...{ name: "Spring", benefit: { type: "percent", percent: 10 } },
        ...{ from: after(-1).toISOString(), until: after(3600).toISOString() },
        ...terms,
        ...(code === undefined
          ? { kind: "rule" }
          : { kind: "coupon", code, ...(onlyGiven && { onlyGiven }) }),
      };
      return fileIn(
        await send("POST", "/v1/staff/promotions", staff, { terms: all, reason: "a test" }, randomUUID()),
      );
    },
    /** A promotion that counts. */
    async active(terms: SomeTerms = {}): Promise<PromotionFile> {
      const { id } = await this.draft(terms);
      return fileIn(await command(id, "activate"));
    },
    inspect: async (id: string) => fileIn(await send("GET", `/v1/staff/promotions/${id}`, staff)),
    async quote(lines: readonly SomeLine[], codes: readonly string[] = [], who: string = newId("gst")) {
      const body = { lines: lines.map(([sku, quantity]) => ({ sku, quantity })), codes };
      const reply = await send("POST", "/v1/quotes", who, body);
      return reply.status === 200 ? v.parse(Quote, await reply.json()) : reply;
    },
    /** What an order asks, and the use, or the code of the refusal. */
    async try(
      orderId: string,
      {
        codes = [],
        who = newId("gst"),
        lines = [["CAR-0001", 1]],
      }: { codes?: readonly string[]; who?: string; lines?: readonly SomeLine[] } = {},
    ) {
      const body = { orderId, shopperId: who, lines: pricedLines(lines), codes };
      return useIn(await send("POST", "/v1/uses", undefined, body, orderId));
    },
    confirm: async (orderId: string) =>
      useIn(await send("POST", `/v1/uses/${orderId}/confirmation`, undefined, undefined, orderId)),
    cancel: async (orderId: string) =>
      useIn(await send("POST", `/v1/uses/${orderId}/cancellation`, undefined, undefined, orderId)),
    follow: () => followUses(dependencies),
    /** Delivers an event, as daprd does. */
    tell: async (topic: string, data: object, id: string = randomUUID()) =>
      (
        await events.request(`/events/${topic}`, {
          method: "POST",
          body: JSON.stringify({ specversion: "1.0", id, source: "/caravan/order", type: topic, data }),
        })
      ).json(),
    close: () => test.close(),
  };
};
export type RealShop = Awaited<ReturnType<typeof openRealShop>>;
