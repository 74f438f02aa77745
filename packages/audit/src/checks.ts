import type { Check } from "./check.ts";
import { allotments } from "./checks/allotments.ts";
import { bank } from "./checks/bank.ts";
import { bankHolds } from "./checks/bank-holds.ts";
import { books } from "./checks/books.ts";
import { deadLetters } from "./checks/dead-letters.ts";
import { deadlines } from "./checks/deadlines.ts";
import { flashSales } from "./checks/flash-sales.ts";
import { forStaff } from "./checks/for-staff.ts";
import { money } from "./checks/money.ts";
import { orderTotals } from "./checks/order-totals.ts";
import { outbox } from "./checks/outbox.ts";
import { people } from "./checks/people.ts";
import { promotionCounters } from "./checks/promotion-counters.ts";
import { promotionUses } from "./checks/promotion-uses.ts";
import { reconciliations } from "./checks/reconciliations.ts";
import { reservationLedger } from "./checks/reservation-ledger.ts";
import { reservations } from "./checks/reservations.ts";
import { shipments } from "./checks/shipments.ts";
import { stalled } from "./checks/stalled.ts";
import { stock } from "./checks/stock.ts";
import { streams } from "./checks/streams.ts";

/** All invariants of the shop, in the order of the report. */
export const checks: readonly Check[] = [
  stock,
  reservationLedger,
  allotments,
  orderTotals,
  reservations,
  money,
  books,
  bank,
  bankHolds,
  reconciliations,
  shipments,
  flashSales,
  promotionCounters,
  promotionUses,
  deadlines,
  stalled,
  forStaff,
  people,
  outbox,
  streams,
  deadLetters,
];
