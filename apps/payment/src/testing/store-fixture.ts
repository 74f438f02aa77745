import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase } from "@caravan/database/testing";
import { openStores } from "../database/open-stores.ts";
import * as schema from "../database/schema.ts";
import { observe, type Seen } from "../domain/observe.ts";
import { begin, type Payment } from "../domain/payment.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

export const now = new Date("2026-11-21T09:30:00.123Z");
export const moment = { now, pollAfterSeconds: 20, newRefundId: () => newId("rfd") };
export const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/** The real stores, over a database of their own. */
export const openRealStores = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  const options = { now: () => now, traceparent: () => traceparent, onChange: () => {} };
  return { test, ...openStores({ database: test.database, ...options }) };
};

/** A new payment of five euros. */
export const make = (): Payment => {
  const returnUrl = "https://shop.test/bestellung/%C3%A4";
  return begin({ id: newId("pay"), orderId: newId("ord"), attempt: 1, amountCents: 500, returnUrl }, moment);
};

export const seenOf = ({ id }: Payment, status: Seen["status"]): Seen => ({
  intentId: `int_${id}`,
  paymentId: id,
  status,
  amountCents: 500,
  currency: "EUR",
  capturedCents: status === "captured" ? 500 : 0,
  declineReason: null,
  confirmationUrl: "https://bank.test/pay",
});

/** The decision that applies a provider's message. */
export const see = (payment: Payment, status: Seen["status"]) => (known: Payment) =>
  observe(known, seenOf(payment, status), moment);
