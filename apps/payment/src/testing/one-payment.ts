import { Page, TroubledPayment } from "@caravan/contracts";
import * as v from "valibot";
import { advancePayments } from "../use-cases/advance-payments.ts";
import { openFakePayments } from "./fake-payments.ts";

/** One payment of fifty euros, with what staff and the worker do about it. */
export const openPayment = async () => {
  const shop = openFakePayments();
  const { id } = await shop.created();
  const { bank, dependencies, later, deliverLast, get, postAsStaff } = shop;
  const day = 24 * 3600;
  return {
    ...shop,
    id,
    row: () => shop.rows.get(id),
    authorise: async () => {
      bank.shopper(id, "authorised");
      await deliverLast();
    },
    /** Runs the worker every quarter of an hour for so many days; returns the number of calls to the bank. */
    workFor: async (days: number, fault?: "down") => {
      const before = shop.warned.length;
      for (let passed = 0; passed < days * day; passed += 900) {
        later(900);
        if (fault) bank.faults.push(fault);
        await advancePayments(dependencies);
        bank.faults.length = 0;
      }
      return shop.warned.length - before;
    },
    listed: async (query = "") =>
      v.parse(Page(TroubledPayment), await (await get(`/v1/staff/payments/troubled${query}`)).json()).items,
    retry: (key = "staff-1") => postAsStaff(`/v1/staff/payments/${id}/retry`, key),
  };
};

/** The same once its money is ours. */
export const openCaptured = async () => {
  const shop = await openPayment();
  await shop.authorise();
  await shop.capture(shop.id);
  return shop;
};

/** The shopper's bank rejects the last refund; returns the bank's callback. */
export const failLast = ({ bank, id, row, callback }: Awaited<ReturnType<typeof openPayment>>) => {
  const { id: refundReference = "none" } = row()?.refunds.at(-1) ?? {};
  bank.failRefund(id, refundReference);
  const intent = bank.intents.get(id);
  const body = JSON.stringify({
    ...{ id: `bcb_${refundReference}`, type: "refund.failed", createdAt: "2026-11-21T09:30:00.000Z" },
    intent: { ...intent, id: intent?.intentId, merchantReference: id, refundedCents: 0 },
    refundReference,
  });
  return () => callback(body);
};
