import { rows } from "@caravan/database/plain";
import type { Check, Fault, Sources } from "../check.ts";
import { cents } from "../orders.ts";

const unbalanced = `
  select m.id, m.reason, m.reference, count(l.movement_id) \`lines\`, coalesce(sum(l.amount_cents), 0) sum
    from book_movements m left join book_lines l on l.movement_id = m.id
   group by m.id, m.reason, m.reference having \`lines\` < 2 or sum <> 0`;

const homeless = `
  select l.movement_id id, sum(l.amount_cents) sum from book_lines l
    left join book_movements m on m.id = l.movement_id where m.id is null group by l.movement_id`;

/** Payments beside what the books hold of them: deposits are a liability, so they are negative. */
const differing = `
  select id, sum(captured) captured, sum(refunded) refunded, sum(booked_captured) bookedCaptured,
         sum(booked_refunded) bookedRefunded
    from (select id, captured_cents captured, refunded_cents refunded, 0 booked_captured, 0 booked_refunded from payments
          union all
          select m.payment_id, 0, 0, case m.reason when 'captured' then -l.amount_cents else 0 end,
                 case when m.reason in ('refunded', 'refund-failed') then l.amount_cents else 0 end
            from book_movements m join book_lines l on l.movement_id = m.id and l.account = 'customer-deposits'
           where m.payment_id is not null and m.reason in ('captured', 'refunded', 'refund-failed')) each_one
   group by id having captured <> bookedCaptured or refunded <> bookedRefunded`;

const refundsDiffering = `
  select p.id, p.refunded_cents refunded, p.reserved_cents reserved,
         coalesce(sum(case r.status when 'succeeded' then r.amount_cents end), 0) succeeded,
         coalesce(sum(case when r.status in ('requested', 'pending', 'succeeded') then r.amount_cents end), 0) wanted
    from payments p left join refunds r on r.payment_id = p.id
   group by p.id, p.refunded_cents, p.reserved_cents having refunded <> succeeded or reserved <> wanted`;

interface Differing {
  id: string;
  captured: number;
  refunded: number;
  bookedCaptured: number;
  bookedRefunded: number;
}
interface RefundsDiffering {
  id: string;
  refunded: number;
  reserved: number;
  succeeded: number;
  wanted: number;
}

/** Everything of it stands in one database and changes in one transaction, so it is true at any moment. */
export const books = {
  name: "the books balance, and hold what payments captured and refunded",
  async run({ payment }: Pick<Sources, "payment">): Promise<Fault[]> {
    const movements = await rows<{
      id: string;
      reason: string;
      reference: string;
      lines: number;
      sum: number;
    }>(payment, unbalanced);
    const lines = await rows<{ id: string; sum: number }>(payment, homeless);
    const payments = await rows<Differing>(payment, differing);
    const refunds = await rows<RefundsDiffering>(payment, refundsDiffering);
    return [
      ...movements.map(({ id, reason, reference, lines, sum }) => ({
        id,
        sentence: `Movement ${id} (${reason} ${reference}) has ${lines} lines that sum up to ${cents(sum)}, not to zero.`,
      })),
      ...lines.map(({ id, sum }) => ({
        id,
        sentence: `Lines of ${cents(sum)} belong to movement ${id}, which there is not.`,
      })),
      ...payments.map(({ id, captured, refunded, bookedCaptured, bookedRefunded }) => ({
        id,
        sentence: `${id} has captured ${captured} and refunded ${cents(refunded)}; the books say ${bookedCaptured} and ${bookedRefunded}.`,
      })),
      ...refunds.map(({ id, refunded, reserved, succeeded, wanted }) => ({
        id,
        sentence: `${id} counts ${refunded} of ${cents(reserved)} refunded; its refunds say ${succeeded} of ${wanted}.`,
      })),
    ];
  },
} satisfies Check;
