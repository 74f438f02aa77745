import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { newId } from "@caravan/contracts";
import * as v from "valibot";
import { parse } from "yaml";

/** An account with things that are no one else's business. */
export interface Victim {
  readonly userId: string;
  readonly orderId: string;
  readonly shipmentId: string;
  readonly addressId: string;
  readonly paymentId: string;
  readonly reservationId: string;
}

/** One of whom no service knows anything. */
export const unknownVictim = (): Victim => ({
  ...{ userId: newId("usr"), orderId: newId("ord"), shipmentId: newId("shp"), addressId: newId("adr") },
  ...{ paymentId: newId("pay"), reservationId: newId("rsv") },
});

/** A request that would be right if the right caller sent it. */
const Probe = v.strictObject({
  /** Values of the path's parameters. */
  params: v.optional(v.record(v.string(), v.string()), {}),
  query: v.optional(v.string()),
  body: v.optional(v.looseObject({})),
  /** What another shopper gets: `404` for a thing that is not theirs; a list or a thing of their own is `200`. */
  other: v.optional(v.picklist([200, 404])),
});
export type Probe = v.InferOutput<typeof Probe>;

const Probes = v.record(v.string(), Probe);

/** What `$name` in a probe stands for, beside the victim's ids. `$new-ord` is the id of an order that does not exist. */
const address = { name: "M", street: "S 1", postalCode: "10115", city: "C", country: "DE" };
const amount = { amountCents: 1, currency: "EUR" };
const standing = {
  address,
  amount,
  lines: [{ sku: "CAR-0001", quantity: 1 }],
  saleTerms: {
    ...{ sku: "ZZZ-9999", price: amount, pieces: 1 },
    ...{ opensAt: "2026-11-28T20:00:00.000Z", endsAt: "2026-11-28T21:00:00.000Z" },
  },
  pricedLines: [{ sku: "ZZZ-9999", productId: newId("prd"), name: "A probe", quantity: 1, price: amount }],
  promotionTerms: {
    ...{ kind: "rule", name: "A probe", benefit: { type: "percent", percent: 1 } },
    ...{ from: "2026-11-28T20:00:00.000Z", until: "2026-11-28T21:00:00.000Z" },
  },
  saleOrder: {
    ...{ ticketId: newId("tkt"), saleId: newId("sal"), allotmentId: newId("alm"), shopperId: newId("gst") },
    ...{ sku: "ZZZ-9999", quantity: 1, price: amount, deliverTo: address },
  },
};

const fill = (part: unknown, known: ReadonlyMap<string, unknown>): unknown => {
  if (typeof part === "string") return fillText(part, known);
  if (Array.isArray(part)) return part.map((one) => fill(one, known));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, fill(value, known)]));
};

const fillText = (text: string, known: ReadonlyMap<string, unknown>): unknown => {
  const [, before = "", name, prefix] = /^(.*)\$((?:new-([a-z]+)|[A-Za-z]+))$/.exec(text) ?? [];
  if (name === undefined) return text;
  const value = prefix === undefined ? known.get(name) : newId(prefix);
  if (value === undefined) throw new Error(`ownership.yaml: nothing is known by the name $${name}`);
  return before === "" ? value : `${before}${value}`;
};

/**
 * What the `ownership.yaml` of an app says: one entry per route, by operation id, as its author says whose it is. The proof sends these
 * requests; that no route is without one is a check of `checks/routes.test.ts`.
 */
export const probesOf = (
  root: string,
  app: string,
  victim: Partial<Victim>,
): v.InferOutput<typeof Probes> => {
  const file = join(root, "apps", app, "ownership.yaml");
  if (!existsSync(file)) return {};
  const known = new Map<string, unknown>(Object.entries({ ...standing, ...victim }));
  return v.parse(Probes, fill(parse(readFileSync(file, "utf8")), known));
};
