import { euros, type SaleFile, type SalePlace, type Sale as SaleReply } from "@caravan/contracts";
import { commitTo } from "@caravan/flash-admission";
import { saleEnded } from "./domain/refusals.ts";
import { isLineOver, type Sale, stateOf } from "./domain/sale.ts";
import type { Ticket } from "./domain/ticket.ts";

/** Tickets by status. */
export type TicketSums = SaleFile["tickets"];

/** Of a sale without any ticket. */
export const noTickets: TicketSums = { admitted: 0, paid: 0, waiting: 0, returned: 0 };

/** What staff did to a sale. */
export interface HistoryEntry {
  readonly at: Date;
  readonly what: string;
  readonly who: string;
  readonly why: string;
}

/** A sale as everyone sees it. */
export const saleReply = (sale: Sale, now: Date): SaleReply => {
  const { id, sku, priceCents, pieces, perShopper, audience, opensAt, endsAt, seed, phase } = sale;
  return {
    ...{ id, sku, pieces, perShopper, audience },
    perAddress: sale.perAddress,
    ...(typeof sale.perDevice === "number" && { perDevice: sale.perDevice }),
    price: euros(priceCents),
    state: stateOf(sale, now),
    opensAt: opensAt.toISOString(),
    endsAt: endsAt.toISOString(),
    serverTime: now.toISOString(),
    lotCommitment: commitTo(seed),
    lotSeed: phase === "settled" ? seed : null,
  };
};

/** A sale as staff sees it. */
export const fileReply = (
  sale: Sale,
  tickets: TicketSums,
  history: readonly HistoryEntry[],
  now: Date,
): SaleFile => {
  const { line, paySeconds, lotMilliseconds, difficulty, perAddress, shards, allotmentId, epoch } = sale;
  return {
    ...saleReply(sale, now),
    ...{ line, paySeconds, lotMilliseconds, difficulty, perAddress, shards, allotmentId, epoch, tickets },
    history: history.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
  };
};

/** Where a shopper stands by their ticket; `place` comes from admission. */
export const placeReply = (ticket: Ticket, place: number | null, sale: Pick<Sale, "phase">): SalePlace =>
  ticket.status === "waiting" && isLineOver(sale)
    ? endedPlace(ticket.saleId, ticket.id)
    : {
        saleId: ticket.saleId,
        state: ticket.status === "admitted" && ticket.paid ? "paid" : ticket.status,
        ticketId: ticket.id,
        place,
        orderId: ticket.orderId,
        payBy: ticket.payBy?.toISOString() ?? null,
        reason: ticket.reason,
      };

/** Of one who still waited at the end. The reason is the code that a click is refused with then. */
export const endedPlace = (saleId: string, ticketId: string): SalePlace => ({
  ...freshPlace(saleId, "returned", ticketId),
  reason: saleEnded().code,
});

/** A ticket that was decided in this moment. */
export const freshPlace = (
  saleId: string,
  state: SalePlace["state"],
  ticketId: string | null = null,
  place: number | null = null,
): SalePlace => ({ saleId, state, ticketId, place, orderId: null, payBy: null, reason: null });
