import * as bank from "@caravan/bank/schema";
import { newId } from "@caravan/contracts";
import { bookLines, bookMovements, payments, refunds } from "@caravan/payment/schema";
import type { TestShop, Writer } from "./open-shop.ts";

/** What an order's money left behind at payment and at the bank: taken, and given back if it was. */
export const plantMoney = async (
  shop: TestShop,
  ids: Record<"order" | "payment" | "refund", string>,
  { total, isBack, at }: { total: number; isBack: boolean; at: Date },
): Promise<void> => {
  const back = isBack ? total : 0;
  const { payment: paymentId } = ids;
  await shop.payment.insert(payments).values({
    id: paymentId,
    orderId: ids.order,
    returnUrl: "https://shop.example/",
    status: back > 0 ? "cancelled" : "captured",
    amountCents: total,
    capturedCents: total,
    refundedCents: back,
    reservedCents: back,
    captureRequested: true,
    cancelRequested: back > 0,
    needsVoid: false,
    attempts: 0,
    createdAt: at,
  });
  const intent = { intentId: newId("int"), merchantReference: paymentId, at };
  await shop.bank.insert(bank.movements).values([
    { ...intent, reference: newId("cap"), type: "capture", amountCents: total },
    { ...intent, reference: newId("fee"), type: "fee", amountCents: -39 },
  ]);
  await book(shop.payment, { reason: "captured", reference: paymentId, paymentId, at }, total);
  if (back === 0) return;
  await shop.payment.insert(refunds).values({
    id: ids.refund,
    paymentId,
    key: "k",
    amountCents: back,
    reason: "cancelled",
    cause: "cancelled",
    status: "succeeded",
  });
  await book(shop.payment, { reason: "refunded", reference: ids.refund, paymentId, at }, -back);
  await shop.bank.insert(bank.movements).values({
    ...intent,
    reference: newId("rfn"),
    type: "refund",
    refundReference: ids.refund,
    amountCents: -back,
  });
};

/** A movement of the books between the bank and what customers gave. */
const book = async (
  payment: Writer,
  head: Omit<typeof bookMovements.$inferInsert, "id">,
  amountCents: number,
): Promise<void> => {
  const movementId = newId("mov");
  await payment.insert(bookMovements).values({ id: movementId, ...head });
  await payment.insert(bookLines).values([
    { movementId, account: "bank-receivable", amountCents },
    { movementId, account: "customer-deposits", amountCents: -amountCents },
  ]);
};
