import { rows } from "@caravan/database/plain";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";
import { cents, lookUp, pageSize } from "../orders.ts";

/** A movement of the bank, under the reference it has in our books. */
interface AtBank {
  position: number;
  key: string;
  type: "capture" | "refund";
  payment: string;
  amount: number;
  at: Date;
}

const atBank = `
  select position, case type when 'capture' then merchant_reference else refund_reference end \`key\`, type,
         merchant_reference payment, abs(amount_cents) amount, at
    from movements where type in ('capture', 'refund') and position > ? order by position limit ?`;

/** What changed between the bank and us, by our reference. */
const booked = `
  select m.reference \`key\`, m.id, m.reason, abs(l.amount_cents) amount
    from book_movements m join book_lines l on l.movement_id = m.id and l.account = 'bank-receivable'
   where m.reason in ('captured', 'refunded')`;

interface Booked {
  key: string;
  id: string;
  reason: "captured" | "refunded";
  amount: number;
}

/** Payments that the worker looks at again: it reads the bank's truth then. */
const planned = "select id `key` from payments where due_at > ? and id in (?)";

const reasons = { capture: "captured", refund: "refunded" } as const;

/** Line by line: what the bank moved stands in the books, and the other way round. Fees and payouts come with the daily statement. */
export const bank = {
  name: "the books agree with the bank",
  async run(sources: Pick<Sources, "payment" | "bank">, options: AuditOptions): Promise<Fault[]> {
    return [...(await missingInBooks(sources, options)), ...(await missingAtBank(sources))];
  },
} satisfies Check;

async function missingInBooks(
  { payment, bank }: Pick<Sources, "payment" | "bank">,
  { before }: AuditOptions,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const unbooked: AtBank[] = [];
  for (let last = 0; ; ) {
    const page = await rows<AtBank>(bank, atBank, [last, pageSize]);
    const found = await lookUp<Booked>(
      payment,
      `${booked} and m.reference in (?)`,
      page.map(({ key }) => key),
    );
    for (const line of page) {
      const ours = found.get(line.key)?.find(({ reason }) => reason === reasons[line.type]);
      if (!ours && line.at <= before) unbooked.push(line);
      if (ours && ours.amount !== line.amount)
        faults.push({
          id: line.key,
          sentence: `The bank's ${line.type} ${line.key} is of ${cents(line.amount)}; movement ${ours.id} says ${ours.amount}.`,
        });
    }
    const end = page.at(-1);
    if (!end || page.length < pageSize) break;
    last = end.position;
  }
  const ids = [...new Set(unbooked.map((line) => line.payment))];
  const due = new Set<string>();
  for (let first = 0; first < ids.length; first += pageSize)
    for (const { key } of await rows<{ key: string }>(payment, planned, [
      before,
      ids.slice(first, first + pageSize),
    ]))
      due.add(key);
  for (const { key, type, payment: id, amount, at } of unbooked.filter((line) => !due.has(line.payment)))
    faults.push({
      id: key,
      sentence: `The bank's ${type} ${key} of ${cents(amount)} for ${id}, at ${at.toISOString()}, is not in the books, and nobody is about to ask.`,
    });
  return faults;
}

/** We book what the bank told us, so this is wrong at any time. */
async function missingAtBank({ payment, bank }: Pick<Sources, "payment" | "bank">): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (let last = ""; ; ) {
    const page = await rows<Booked>(payment, `${booked} and m.id > ? order by m.id limit ?`, [
      last,
      pageSize,
    ]);
    const keys = page.map(({ key }) => key);
    const known = await lookUp<{ key: string; type: "capture" | "refund" }>(
      bank,
      "select merchant_reference `key`, type from movements where type = 'capture' and merchant_reference in (?)",
      keys,
    );
    const refunds = await lookUp<{ key: string; type: "capture" | "refund" }>(
      bank,
      "select refund_reference `key`, type from movements where type = 'refund' and refund_reference in (?)",
      keys,
    );
    for (const { id, key, reason, amount } of page)
      if (!(reason === "captured" ? known : refunds).has(key))
        faults.push({
          id: key,
          sentence: `Movement ${id} says that ${cents(amount)} were ${reason} as ${key}; the bank does not know of it.`,
        });
    const end = page.at(-1);
    if (!end || page.length < pageSize) return faults;
    last = end.id;
  }
}
