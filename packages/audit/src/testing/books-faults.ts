import { movements } from "@caravan/bank/schema";
import { bookLines, bookMovements, payments, refunds } from "@caravan/payment/schema";
import { and, eq, inArray } from "drizzle-orm";
import { bank } from "../checks/bank.ts";
import { books } from "../checks/books.ts";
import type { Writer } from "./open-shop.ts";
import { change, faultsOf, type Hurt, type PlantedFault, remove } from "./planted-fault.ts";

const inBooks = faultsOf(books, "payment");
const bookedFor = (payment: Writer, reference: string) =>
  inArray(
    bookLines.movementId,
    payment
      .select({ id: bookMovements.id })
      .from(bookMovements)
      .where(eq(bookMovements.reference, reference)),
  );
const captureOf = (payment: string) =>
  and(eq(movements.type, "capture"), eq(movements.merchantReference, payment));
const changeCapture =
  (to: Partial<typeof movements.$inferInsert>): Hurt =>
  (bank, payment) =>
    bank.update(movements).set(to).where(captureOf(payment));

/** What stands wrong in the books, or otherwise at the bank. */
export const booksFaults: PlantedFault[] = [
  inBooks(
    "a movement does not balance",
    (payment, id) =>
      payment
        .update(bookLines)
        .set({ amountCents: 1001 })
        .where(and(eq(bookLines.account, "bank-receivable"), bookedFor(payment, id))),
    (o) => o.delivered.payment,
    "sum up to 1 cents",
    () => "any",
  ),
  inBooks(
    "a movement has lost its lines",
    (payment, id) => payment.delete(bookLines).where(bookedFor(payment, id)),
    (o) => o.delivered.payment,
    "has 0 lines",
    () => "any",
  ),
  inBooks(
    "lines have lost their movement",
    remove(bookMovements, bookMovements.reference),
    (o) => o.delivered.payment,
    "which does not exist",
    () => "any",
  ),
  inBooks(
    "a capture is not in the books",
    change(payments, payments.id, { capturedCents: 900 }),
    (o) => o.delivered.payment,
    "has captured 900",
  ),
  inBooks(
    "a refund is counted that never succeeded",
    change(refunds, refunds.paymentId, { status: "requested" }),
    (o) => o.refunded.payment,
    "its refunds say 0 of 1000",
  ),
  inBooks(
    "a refund is asked for anew that was not lost",
    async (payment, id) => {
      const [lost] = await payment.select().from(refunds).where(eq(refunds.id, id));
      if (lost)
        await payment
          .insert(refunds)
          .values({ ...lost, id: "rfd_anew", key: `again ${id}`, status: "pending" });
    },
    (o) => o.refunded.refund,
    "gives its 1000 cents back once more",
  ),
  faultsOf(bank, "bank")(
    "the bank has captured what the books do not know",
    changeCapture({ merchantReference: "pay_lost" }),
    (o) => o.delivered.payment,
    "is not in the books",
    () => "pay_lost",
  ),
  faultsOf(bank, "bank")(
    "the bank has refunded what the books do not know",
    change(movements, movements.refundReference, { refundReference: "rfd_lost" }),
    (o) => o.refunded.refund,
    "refund rfd_lost of 1000 cents",
    () => "rfd_lost",
  ),
  faultsOf(bank, "bank")(
    "the bank says another amount",
    changeCapture({ amountCents: 999 }),
    (o) => o.delivered.payment,
    "is of 999 cents",
  ),
  faultsOf(bank, "bank")(
    "the books hold a capture that the bank does not know",
    (bank, payment) => bank.delete(movements).where(captureOf(payment)),
    (o) => o.delivered.payment,
    "the bank does not know of it",
  ),
  faultsOf(bank, "bank")(
    "the books hold a refund that the bank does not know",
    remove(movements, movements.refundReference),
    (o) => o.refunded.refund,
    "were refunded",
  ),
];
