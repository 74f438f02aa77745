import { orderGoesOn, orderIsFinal, orderIsPaid } from "@caravan/contracts";
import { expect } from "vitest";
import type { Order } from "../domain/order.ts";
import type { Callees } from "./model-callees.ts";

/** What is judged of a world. */
interface State {
  readonly order: Order;
  readonly callees: Callees;
  /** An older version has worked on the order. */
  readonly wasOlder: boolean;
}

/** What must hold at any moment. */
export const checkNow = (world: State): void => {
  const { order, callees } = world;
  const { status, saga } = order;
  const { hold, attempts, refundedCents } = callees;
  const captured = attempts.filter(({ money }) => money === "captured").length;
  expect(captured, "captured twice").toBeLessThan(2);
  if (captured > 0 && refundedCents < order.totalCents)
    expect(["committed", "returned"], "captured without goods").toContain(hold);
  if (orderIsPaid(status) && orderGoesOn(status)) {
    expect(captured, status).toBe(1);
    expect(hold, status).toBe("committed");
    if (isDiscounted(world)) expect(callees.use, `the use of an order that is ${status}`).toBe("used");
  }
  for (const step of ["confirm-promotion", "cancel-promotion"])
    expect(saga.steps.filter((each) => each === step).length, step).toBeLessThan(2);
  expect(saga.steps.join(",").length, "the column of the steps").toBeLessThan(200);
  const isDue = saga.steps.length > 0 && saga.attention === null;
  if (isDue || saga.steps.length === 0)
    expect(saga.nextAttemptAt !== null, "a step is planned, or left to staff").toBe(isDue);
  if (!orderIsFinal(status)) expect(saga.deadlineAt, "unfinished without a deadline").not.toBeNull();
  else expect(saga.deadlineAt).toBeNull();
};

/** Its shopper pays less than the list price. An older version may have led it past the confirmation, which is made up for later. */
const isDiscounted = ({ order, callees, wasOlder }: State): boolean =>
  order.benefits !== null && order.refundedCents === 0 && callees.failedCents === 0 && !wasOlder;

/** The violated invariants of an order that has ended. */
export const unsettledIn = (world: State): string[] => {
  const { status, totalCents, refundedCents: told, saga } = world.order;
  const { hold, attempts, refundedCents, parcel } = world.callees;
  const captured = attempts.some(({ money }) => money === "captured");
  const blocked = attempts.filter(({ money }) => money === "authorised").length * totalCents;
  const kept = captured ? totalCents - refundedCents : 0;
  const open = attempts.filter(({ money }) => money === "open").length;
  const figures = [
    ...unsettledUse(world),
    ...(told === refundedCents
      ? []
      : [`${status} with ${told} refunded, where payment says ${refundedCents}`]),
    ...(saga.attention === null ? [] : [`${status} with ${saga.attention}`]),
  ];
  if (status === "delivered")
    return [
      ...figures,
      ...(hold === "committed" ? [] : [`delivered with stock ${hold}`]),
      ...(captured ? [] : ["delivered without money"]),
      ...(blocked === 0 ? [] : ["delivered with more money blocked"]),
      ...(parcel === "delivered" ? [] : [`delivered with a parcel ${parcel}`]),
    ];
  return [
    ...figures,
    ...(["none", "released", "returned", "expired"].includes(hold) ? [] : [`${status} with stock ${hold}`]),
    ...(kept === 0 ? [] : [`${status} with ${kept} kept`]),
    ...(blocked === 0 ? [] : [`${status} with ${blocked} blocked`]),
    ...(open === 0 ? [] : [`${status} with a payment that can still be made`]),
    ...(["none", "cancelled", "returned"].includes(parcel) ? [] : [`${status} with a parcel ${parcel}`]),
  ];
};

/** What promotion holds of an order that has ended. */
const unsettledUse = ({ order, callees }: State): string[] => {
  const { status, benefits, totalCents } = order;
  const { use, refundedCents, failedCents } = callees;
  if (benefits === null) return use === "none" ? [] : [`${status} without benefits, and a use ${use}`];
  // What was given back for a refund of everything stays with the shopper, also when the bank fails that refund later.
  const isOpen = status === "delivered" && failedCents > 0;
  const due = status !== "delivered" || refundedCents >= totalCents ? "back" : "used";
  return [
    ...(isOpen || use === due ? [] : [`${status} with a use ${use}`]),
    ...(benefits.use === use ? [] : [`${status} takes its use for ${benefits.use}, which is ${use}`]),
  ];
};
