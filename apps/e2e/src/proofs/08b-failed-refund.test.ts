import {
  type BankMisbehaviour,
  bankRoutes,
  OrderInspection,
  Payment,
  TroubledPayment,
} from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { audit, expectCleanBooks } from "../harness/books.ts";
import { openPartner, type Partner } from "../harness/partner.ts";
import { caravan } from "../harness/shop.ts";
import { buy, newShopper, paid, reached } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

const honest: BankMisbehaviour = {
  ...{ seed: 1, declineRate: 0, timeoutAfterEffectRate: 0, unavailableRate: 0 },
  ...{ callbackLostRate: 0, callbackDuplicateRate: 0, callbackDelayRate: 0, callbackDelaySeconds: 0 },
};

let bank: Partner;
const behave = async (misbehaviour: BankMisbehaviour): Promise<void> => {
  const { method, path } = bankRoutes.setBankMisbehaviour;
  const { status, text } = await bank.send(method, path, misbehaviour);
  if (status !== 200) throw new Error(`the bank answered ${status}: ${text.slice(0, 300)}`);
};
beforeAll(async () => {
  bank = await openPartner("bank");
});
afterAll(async () => {
  await behave(honest);
  await bank.close();
});

const read = async <S extends v.GenericSchema>(schema: S, ...args: string[]): Promise<v.InferOutput<S>> =>
  v.parse(schema, JSON.parse((await caravan(...args, "--json")).stdout));
const refund = (orderId: string) => ["orders", "refund", orderId, "--cents", "100", "--reason", "a scratch"];

it("a refund that the bank fails is not shown as refunded, waits for staff, and is given back once by a retry", async () => {
  await expectCleanBooks();
  const shopper = await newShopper();
  const { id } = await buy(shopper);
  await reached(shopper, id, ...paid);

  await behave({ ...honest, refundFailedRate: 1, refundFailedSeconds: 0 });
  await read(OrderInspection, ...refund(id));
  const failed = await until("the order says that its refund failed", async () => {
    const order = await shopper.order(id);
    return order.refundFailed ? order : undefined;
  });
  await behave(honest);
  expect(failed.refunded.amountCents).toBe(0);
  expect(paid).toContain(failed.status);

  const { paymentId, saga, timeline } = await read(OrderInspection, "orders", "show", id);
  expect(saga.attention).toBe("refund-failed");
  expect(timeline.map(({ what }) => what)).toContain("payment.refund-failed");
  const troubled = await read(v.array(TroubledPayment), "payments", "troubled");
  const own = troubled.find(({ payment }) => payment.id === paymentId);
  expect(own).toMatchObject({
    kind: "refund-refused",
    payment: { orderId: id, refundLost: { amountCents: 100 } },
  });
  const { clean, text } = await audit();
  expect(clean).toBe(false);
  for (const named of [id, paymentId]) expect(text).toContain(`${named} waits for a decision of staff`);

  // It would pay the shopper a second time.
  const second = await caravan(...refund(id)).catch((error: unknown) => error);
  expect(String(second)).toContain(`retry payment ${paymentId}`);

  const mended = await read(Payment, "payments", "retry", paymentId ?? "");
  expect(mended).toMatchObject({ refunded: { amountCents: 100 }, refundLost: { amountCents: 0 } });
  await until("the order says that the money is back", async () => {
    const { refunded, refundFailed } = await shopper.order(id);
    return refunded.amountCents === 100 && !refundFailed ? true : undefined;
  });
  expect(await read(v.array(TroubledPayment), "payments", "troubled")).toEqual([]);
  await expectCleanBooks();
});
