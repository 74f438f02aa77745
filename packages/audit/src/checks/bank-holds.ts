import { intents } from "@caravan/bank/schema";
import { type PaymentStatus, paymentHasEnded } from "@caravan/contracts";
import { payments } from "@caravan/payment/schema";
import { and, asc, gt, inArray, lte } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Reader, Sources } from "../check.ts";
import { cents } from "../orders.ts";
import { lookUp, pageSize, pages } from "../reading.ts";

/** Payments at the bank that have not ended: they hold money, or can still be paid. */
const openIntents = (bank: Reader, before: Date, after: string) =>
  bank
    .select({
      id: intents.id,
      payment: intents.merchantReference,
      status: intents.status,
      amountCents: intents.amountCents,
    })
    .from(intents)
    .where(
      and(
        inArray(intents.status, ["created", "authorised"]),
        lte(intents.createdAt, before),
        gt(intents.id, after),
      ),
    )
    .orderBy(asc(intents.id))
    .limit(pageSize);

const paymentsBy = (payment: Reader, ids: readonly string[]) =>
  lookUp(ids, (some) =>
    payment
      .select({ key: payments.id, status: payments.status, dueAt: payments.dueAt })
      .from(payments)
      .where(inArray(payments.id, some)),
  );

type OpenIntent = Awaited<ReturnType<typeof openIntents>>[number];

const faultOf = (
  { id, status, amountCents }: OpenIntent,
  payment: { key: string; status: PaymentStatus; dueAt: Date | null } | undefined,
): string | undefined => {
  const held = status === "authorised" ? `holds ${cents(amountCents)}` : "can still be paid";
  if (payment === undefined) return `The bank's ${id} ${held} for a payment that does not exist.`;
  return paymentHasEnded(payment.status) && payment.dueAt === null
    ? `The bank's ${id} ${held}, but ${payment.key} is ${payment.status} and is not looked at again.`
    : undefined;
};

/** Captures and refunds are compared line by line elsewhere; this is about money that is only blocked on a card. */
export const bankHolds = {
  name: "the bank holds money only for payments that are under way",
  async run(
    { payment, bank }: Pick<Sources, "payment" | "bank">,
    { before }: AuditOptions,
  ): Promise<Fault[]> {
    const faults: Fault[] = [];
    const after = (id: string) => openIntents(bank, before, id);
    for await (const page of pages("", ({ id }) => id, after)) {
      const ours = await paymentsBy(
        payment,
        page.map((intent) => intent.payment),
      );
      for (const intent of page) {
        const sentence = faultOf(intent, ours.get(intent.payment)?.[0]);
        if (sentence) faults.push({ id: intent.payment, sentence });
      }
    }
    return faults;
  },
} satisfies Check;
