import * as v from "valibot";
import { PostalAddress } from "./address.ts";
import { OrderId, SaleId, Sku, TicketId } from "./id.ts";
import { Money } from "./money.ts";
import { defineRoute } from "./route.ts";
import { SaleDevice } from "./sale-device.ts";
import { OpaqueText } from "./text.ts";
import { Timestamp } from "./time.ts";

/**
 * Where a sale is, by the server's clock: `draft → scheduled → warming → open → sold-out → ended → settled`. A paused one sells nothing;
 * `sold-out` is open again when a piece comes back before the end.
 */
export const SaleState = v.picklist([
  "draft",
  "scheduled",
  "warming",
  "open",
  "paused",
  "sold-out",
  "ended",
  "settled",
]);
export type SaleState = v.InferOutput<typeof SaleState>;

/** Who may take part. */
export const SaleAudience = v.picklist(["everyone", "accounts"]);
export type SaleAudience = v.InferOutput<typeof SaleAudience>;

/** A flash sale as everyone sees it. */
export const Sale = v.object({
  id: SaleId,
  sku: Sku,
  price: Money,
  pieces: v.number(),
  perShopper: v.number(),
  /** Shoppers of one address that may take part. */
  perAddress: v.optional(v.number()),
  /** Shoppers of one device that may take part; absent: as many as like. `joinSale` tells the device. */
  perDevice: v.optional(v.number()),
  audience: SaleAudience,
  state: SaleState,
  opensAt: Timestamp,
  endsAt: Timestamp,
  /** The server's clock when it answered: what a countdown goes by. */
  serverTime: Timestamp,
  /** SHA-256 of the seed of the lots, fixed before the opening. */
  lotCommitment: v.string(),
  /** The seed itself, once the sale is settled: so that an order of lots can be checked. Null before. */
  lotSeed: v.nullable(v.string()),
});
export type Sale = v.InferOutput<typeof Sale>;

/** What a shopper needs to take part: the token of this sale, and how hard its proof of work is. */
export const SaleEntry = v.object({
  saleId: SaleId,
  /** Signed, bound to shopper and sale; it counts at once when it was issued before the opening. */
  token: v.string(),
  /** Zero bits with which SHA-256 of `<token>:<answer>` must begin; 0: no answer is needed. */
  difficulty: v.number(),
  opensAt: Timestamp,
  serverTime: Timestamp,
});
export type SaleEntry = v.InferOutput<typeof SaleEntry>;

/** Where a shopper stands in a sale. */
export const SalePlace = v.object({
  saleId: SaleId,
  /**
   * `deciding`: heard, and told within seconds; `waiting`: in line; `admitted`: a piece is kept, an order is made of it; `paid`: sold;
   * `returned`: it went back, as it was not paid in time or was refused; or the sale ended before the line had come to it.
   */
  state: v.picklist(["deciding", "waiting", "admitted", "paid", "returned"]),
  ticketId: v.nullable(TicketId),
  /** About how many get a piece before this shopper, and them; null when not in line. */
  place: v.nullable(v.number()),
  /** The order, once it is made; it is paid like every other. */
  orderId: v.nullable(OrderId),
  /** Until when it must be paid. */
  payBy: v.nullable(Timestamp),
  /**
   * Why it went back, such as `expired`. `sale-ended`: still in line when the sale ended, so nothing was got. `over-limit`: the shopper had more than one may have, under several names; a piece that
   * they keep says so, too.
   */
  reason: v.nullable(v.string()),
  /** The shopper may ask for one more. Told by `getSalePlace` alone. */
  mayAsk: v.optional(v.boolean()),
});
export type SalePlace = v.InferOutput<typeof SalePlace>;

const SaleParams = v.object({ saleId: SaleId });

export const flashRoutes = {
  listSales: defineRoute({
    id: "listSales",
    method: "GET",
    path: "/v1/sales",
    summary: "The sales that are announced, open, or ended within a day, by their opening.",
    access: "public",
    callers: ["storefront"],
    success: { status: 200, body: v.object({ items: v.array(Sale) }) },
    refusals: [],
  }),
  getSale: defineRoute({
    id: "getSale",
    method: "GET",
    path: "/v1/sales/:saleId",
    summary: "Shows one sale and the server's clock.",
    access: "public",
    callers: ["storefront"],
    params: SaleParams,
    success: { status: 200, body: Sale },
    refusals: ["sale-unknown"],
  }),
  joinSale: defineRoute({
    id: "joinSale",
    method: "PUT",
    path: "/v1/sales/:saleId/entry",
    idempotent: true,
    summary:
      "Takes part in a sale, with the address that a piece would go to; best before the opening. Repeated, it keeps the first time and takes the new address.",
    access: "shopper",
    callers: ["storefront"],
    params: SaleParams,
    body: v.strictObject({ deliverTo: PostalAddress, device: v.optional(SaleDevice) }),
    success: { status: 200, body: SaleEntry },
    refusals: [
      "sale-unknown",
      "sale-ended",
      "accounts-only",
      "too-many-of-address",
      "too-many-of-device",
      "account-erased",
      "sale-not-reachable",
    ],
  }),
  getSaleEntry: defineRoute({
    id: "getSaleEntry",
    method: "GET",
    path: "/v1/sales/:saleId/entry",
    summary: "The token of a shopper who takes part, and how hard the proof of work is by now.",
    access: "shopper",
    callers: ["storefront"],
    params: SaleParams,
    success: { status: 200, body: SaleEntry },
    refusals: ["sale-unknown", "entry-unknown"],
  }),
  askForPiece: defineRoute({
    id: "askForPiece",
    method: "POST",
    path: "/v1/sales/:saleId/asks",
    summary:
      "Asks for a piece. 201: it is kept; 202: in line, or not decided yet; `Location` tells more later. The same key gets the same answer.",
    access: "shopper",
    callers: ["storefront"],
    idempotent: true,
    params: SaleParams,
    body: v.strictObject({ token: OpaqueText(1024, 1), answer: v.optional(OpaqueText(32), "") }),
    success: { status: 201, also: [202], body: SalePlace },
    refusals: [
      "sale-unknown",
      "sale-not-open",
      "sale-paused",
      "sale-ended",
      "sold-out",
      "accounts-only",
      "token-invalid",
      "token-too-new",
      "work-missing",
      "ticket-returned",
      "sale-warming",
      "sale-busy",
      "sale-not-reachable",
    ],
  }),
  getSalePlace: defineRoute({
    id: "getSalePlace",
    method: "GET",
    path: "/v1/sales/:saleId/place",
    summary: "Where the shopper stands in a sale.",
    access: "shopper",
    callers: ["storefront"],
    params: SaleParams,
    success: { status: 200, body: SalePlace },
    refusals: ["sale-unknown", "place-unknown"],
  }),
  watchSale: defineRoute({
    id: "watchSale",
    method: "GET",
    path: "/v1/sales/:saleId/watch",
    summary:
      "Live, as server-sent events: `sale` (a Sale, when its state changes, and the server's clock at the beginning) and `place` (the shopper's SalePlace, when it changes). Both tell the whole state, so nothing is resumed.",
    access: "shopper",
    callers: ["storefront"],
    params: SaleParams,
    success: { status: 200, body: v.string(), mediaType: "text/event-stream" },
    refusals: ["sale-unknown", "streams-exhausted"],
  }),
} as const;
