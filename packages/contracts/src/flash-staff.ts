import * as v from "valibot";
import { Sale, SaleAudience } from "./flash.ts";
import { AllotmentId, SaleId, Sku } from "./id.ts";
import { SomeMoney } from "./money.ts";
import { mostPaySeconds } from "./order-sales.ts";
import { defineRoute } from "./route.ts";
import { StaffHistory, staffCommands } from "./staff-command.ts";
import { StaffReason } from "./text.ts";
import { Moment } from "./time.ts";
import { Whole } from "./whole.ts";

/** A sale's terms, as staff writes them. */
export const SaleTerms = v.pipe(
  v.strictObject({
    sku: Sku,
    /** At least a cent: nothing is paid for what costs nothing, and what is not paid for goes back. */
    price: SomeMoney,
    pieces: Whole(1, 1_000_000),
    opensAt: Moment,
    endsAt: Moment,
    /** Pieces that one shopper may get; one that came back counts, too. */
    perShopper: v.optional(Whole(1, 99), 1),
    audience: v.optional(SaleAudience, "everyone"),
    /** Places in the line behind the pieces. */
    line: v.optional(Whole(0, 1_000_000), 1000),
    /** How long an order of the sale waits for its payment; never longer than every other order does. Its goods are held 30 s longer. */
    paySeconds: v.optional(Whole(60, mostPaySeconds, ": no order waits longer for its payment"), 600),
    /** What is asked for within this time from the opening on is ordered by lot. */
    lotMilliseconds: v.optional(Whole(0, 5000), 800),
    /** Zero bits of the proof of work; it can be raised while the sale runs. */
    difficulty: v.optional(Whole(0, 30), 0),
    /** Shoppers of one address that may take part. */
    perAddress: v.optional(Whole(1, 100_000), 50),
    /** Shoppers of one device that may take part: a cookie of the shop tells devices apart. Absent: as many as like. */
    perDevice: v.optional(Whole(1, 100_000)),
    /** Shards in Redis: more carry more asks a second. */
    shards: v.optional(Whole(1, 256), 4),
  }),
  v.forward(
    v.check(({ opensAt, endsAt }) => Date.parse(opensAt) < Date.parse(endsAt), "must be later than opensAt"),
    ["endsAt"],
  ),
);
export type SaleTerms = v.InferOutput<typeof SaleTerms>;

/** A sale as staff sees it: its terms, its figures, and who did what, when and why. */
export const SaleFile = v.object({
  ...Sale.entries,
  line: v.number(),
  paySeconds: v.number(),
  lotMilliseconds: v.number(),
  difficulty: v.number(),
  perAddress: v.number(),
  shards: v.number(),
  allotmentId: v.nullable(AllotmentId),
  /** How often admission was rebuilt. */
  epoch: v.number(),
  /** Tickets by status: with a piece, of these paid, in line, given back. */
  tickets: v.object({ admitted: v.number(), paid: v.number(), waiting: v.number(), returned: v.number() }),
  history: StaffHistory,
});
export type SaleFile = v.InferOutput<typeof SaleFile>;

/** How a sale of a copy went: by the shop's own Redis, without orders and without stock. */
export const SaleRehearsal = v.object({
  /** Shoppers who came; each pressed one to five times. */
  shoppers: v.number(),
  /** Shoppers by what they have at the end, each once. `untold`: none of their clicks was answered in time. */
  outcome: v.optional(
    v.object({ piece: v.number(), place: v.number(), nothing: v.number(), untold: v.number() }),
  ),
  /** Clicks that were answered. */
  clicks: v.number(),
  /** Clicks that were left when the time was over. */
  clicksLeft: v.optional(v.number()),
  /** Answered clicks by what they were told, such as `admitted`, `waiting`, `sold-out`: one who presses again is told the same again. */
  told: v.record(v.string(), v.number()),
  /** Pieces that were sold. */
  sold: v.number(),
  /** Places in line that were taken. */
  waiting: v.number(),
  seconds: v.number(),
  /** From the first click to the last piece; null when pieces are left. */
  soldOutSeconds: v.nullable(v.number()),
  p50Milliseconds: v.number(),
  p99Milliseconds: v.number(),
});
export type SaleRehearsal = v.InferOutput<typeof SaleRehearsal>;

const SaleParams = v.object({ saleId: SaleId });
const command = staffCommands({
  place: "sales/:saleId",
  params: SaleParams,
  file: SaleFile,
  unknown: "sale-unknown",
});

export const flashStaffRoutes = {
  createSale: defineRoute({
    id: "createSale",
    method: "POST",
    path: "/v1/staff/sales",
    summary: "Writes down a sale as a draft that no shopper sees.",
    access: "staff",
    idempotent: true,
    body: v.strictObject({ terms: SaleTerms, reason: StaffReason }),
    success: { status: 201, body: SaleFile },
    refusals: ["sale-too-large", "sale-not-reachable"],
  }),
  listAllSales: defineRoute({
    id: "listAllSales",
    method: "GET",
    path: "/v1/staff/sales",
    summary: "The last hundred sales, newest first.",
    access: "staff",
    success: { status: 200, body: v.object({ items: v.array(SaleFile) }) },
    refusals: [],
  }),
  inspectSale: defineRoute({
    id: "inspectSale",
    method: "GET",
    path: "/v1/staff/sales/:saleId",
    summary: "Shows one sale with its figures and history.",
    access: "staff",
    params: SaleParams,
    success: { status: 200, body: SaleFile },
    refusals: ["sale-unknown"],
  }),
  scheduleSale: command(
    "scheduleSale",
    "schedule",
    "Announces a draft: its pieces are taken out of the free stock at once.",
    [
      ...["sale-not-a-draft", "sale-over", "sale-too-large"],
      ...["out-of-stock", "sku-unknown", "sale-not-reachable"],
    ],
  ),
  pauseSale: command("pauseSale", "pause", "Stops selling until it is resumed; places and tickets stay.", [
    "sale-not-running",
  ]),
  resumeSale: command("resumeSale", "resume", "Goes on selling after a pause.", ["sale-not-paused"]),
  endSale: command(
    "endSale",
    "end",
    "Ends a sale for good, also a draft; unsold pieces go back to the free stock.",
    [],
  ),
  rehearseSale: defineRoute({
    id: "rehearseSale",
    method: "POST",
    path: "/v1/staff/sales/:saleId/rehearsal",
    summary:
      "Sells a copy of a sale to a made-up crowd, 7 seconds at most: nothing is ordered, no stock is touched, nothing is kept. Refused while a sale runs.",
    access: "staff",
    params: SaleParams,
    body: v.strictObject({ shoppers: Whole(1, 5000) }),
    success: { status: 200, body: SaleRehearsal },
    refusals: ["sale-unknown", "sale-runs", "rehearsal-runs", "sale-not-reachable"],
  }),
  setSaleDifficulty: defineRoute({
    id: "setSaleDifficulty",
    method: "PUT",
    path: "/v1/staff/sales/:saleId/difficulty",
    summary: "Makes the proof of work harder or easier, also while the sale runs.",
    access: "staff",
    idempotent: true,
    params: SaleParams,
    body: v.strictObject({ difficulty: Whole(0, 30), reason: StaffReason }),
    success: { status: 200, body: SaleFile },
    refusals: ["sale-unknown"],
  }),
} as const;
