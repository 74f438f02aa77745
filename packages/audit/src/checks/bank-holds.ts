import { rows } from "@caravan/database/plain";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";
import { cents, lookUp, pageSize } from "../orders.ts";

/** A payment at the bank that has not ended: it holds money, or a shopper can still pay it. */
interface OpenIntent {
  id: string;
  payment: string;
  status: "created" | "authorised";
  amountCents: number;
}

const openIntents = `
  select id, merchant_reference payment, status, amount_cents amountCents from intents
   where status in ('created', 'authorised') and created_at <= ? and id > ? order by id limit ?`;

const ours = "select id `key`, status, due_at dueAt from payments where id in (?)";

interface Ours {
  key: string;
  status: string;
  dueAt: Date | null;
}

function faultOf({ id, status, amountCents }: OpenIntent, payment: Ours | undefined): string | undefined {
  const held = status === "authorised" ? `holds ${cents(amountCents)}` : "can still be paid";
  if (payment === undefined) return `The bank's ${id} ${held} for a payment that does not exist.`;
  const ended = payment.status === "declined" || payment.status === "cancelled";
  return ended && payment.dueAt === null
    ? `The bank's ${id} ${held}, but ${payment.key} is ${payment.status} and is not looked at again.`
    : undefined;
}

/** Captures and refunds are compared line by line elsewhere; this is about money that is only blocked on a card. */
export const bankHolds = {
  name: "the bank holds money only for payments that are under way",
  async run(
    { payment, bank }: Pick<Sources, "payment" | "bank">,
    { before }: AuditOptions,
  ): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (let last = ""; ; ) {
      const page = await rows<OpenIntent>(bank, openIntents, [before, last, pageSize]);
      const known = await lookUp<Ours>(
        payment,
        ours,
        page.map((intent) => intent.payment),
      );
      for (const intent of page) {
        const sentence = faultOf(intent, known.get(intent.payment)?.[0]);
        if (sentence) faults.push({ id: intent.payment, sentence });
      }
      const end = page.at(-1);
      if (!end || page.length < pageSize) return faults;
      last = end.id;
    }
  },
} satisfies Check;
