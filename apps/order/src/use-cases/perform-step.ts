import type { SagaStep } from "@caravan/contracts";
import { noteRefund } from "@caravan/tracing";
import type { Dependencies } from "../dependencies.ts";
import type { Outcome, StepFact } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";

type Callees = Pick<Dependencies, "inventory" | "payments" | "logistics" | "promotions">;

const nothingToDo: Outcome = { kind: "done", learned: {} };
const refused = (code: string, why: string): Outcome => ({ kind: "refused", code, why });

/** Calls the service for a step. It may be called any number of times: every command carries a key of its own. */
export const performStep = async (callees: Callees, order: Order, step: SagaStep): Promise<StepFact> => {
  if (step === "refund-payment") noteRefund();
  const outcome = await ask(callees, order, step).catch(
    (): Outcome => ({ kind: "unclear", why: "the step failed" }),
  );
  // Whether a cancelled payment had been captured, payment alone knows.
  if (outcome.kind === "done" && outcome.learned.refunds?.refundedCents) noteRefund();
  return { kind: "step", step, refundId: order.saga.refund?.id, outcome };
};

const ask = async (callees: Callees, order: Order, step: SagaStep): Promise<Outcome> => {
  const { inventory, payments } = callees;
  const { reservationId, paymentId } = order;
  switch (step) {
    case "reserve-stock":
      return inventory.reserve(order);
    case "commit-stock":
      return reservationId === null
        ? refused("reservation-unknown", "Nothing is held.")
        : inventory.commit(reservationId);
    case "release-stock":
      return reservationId === null ? releaseUnknown(callees, order) : inventory.release(reservationId);
    case "return-stock":
      return reservationId === null ? nothingToDo : inventory.return(reservationId);
    case "confirm-promotion":
      return callees.promotions.confirm(order.id);
    case "cancel-promotion":
      return callees.promotions.cancel(order.id);
    case "check-payment":
      return paymentId === null
        ? refused("payment-unknown", "No payment was begun.")
        : payments.check(paymentId);
    case "capture-payment":
      return paymentId === null
        ? refused("payment-ended", "No payment was begun.")
        : payments.capture(paymentId);
    case "cancel-payment":
      return payments.cancelAll(order);
    case "cancel-earlier-payment":
      return cancelEarlier(callees, order);
    case "refund-payment":
      return refund(callees, order);
    case "create-shipment":
    case "cancel-shipment":
    case "create-return":
      return ship(callees, order, step);
  }
};

/** Only the lost reply held the reservation's id. A repetition returns the same one, or makes one that is released at once. */
const releaseUnknown = async ({ inventory }: Callees, order: Order): Promise<Outcome> => {
  const held = await inventory.reserve(order);
  if (held.kind === "refused") return nothingToDo;
  if (held.kind === "unclear" || held.learned.reservationId === undefined) return held;
  const released = await inventory.release(held.learned.reservationId);
  return released.kind === "done" ? held : released;
};

/** The partial refund of staff, or everything that is left. */
const refund = ({ payments }: Callees, order: Order): Promise<Outcome> => {
  const { paymentId, saga } = order;
  if (saga.refund === null) return payments.cancelAll(order);
  return paymentId === null ? Promise.resolve(nothingToDo) : payments.refund(paymentId, saga.refund);
};

/** One after the other: there is hardly ever more than one. */
const cancelEarlier = async ({ payments }: Callees, { saga }: Order): Promise<Outcome> => {
  const cancelledPayments: string[] = [];
  for (const id of saga.earlierPayments) {
    const outcome = await payments.cancel(id);
    if (outcome.kind === "unclear") return outcome;
    cancelledPayments.push(id);
  }
  return { kind: "done", learned: { cancelledPayments } };
};

const ship = async ({ logistics }: Callees, order: Order, step: SagaStep): Promise<Outcome> => {
  if (step === "create-return" && order.shipmentId !== null) return logistics.fetchBack(order.shipmentId);
  if (step === "cancel-shipment" && order.shipmentId !== null) return logistics.cancel(order.shipmentId);
  if (order.deliverTo === null) return refused("address-missing", "The order has no address.");
  const made = await logistics.ship(order, order.deliverTo);
  // Logistics has no shipment of it, so there is none to be cancelled.
  const impossible = made.kind === "unclear" && made.code !== undefined && made.code !== "shipment-differs";
  if (step === "cancel-shipment" && impossible)
    return { kind: "done", learned: { shipmentStatus: "cancelled" } };
  const { shipmentId } = made.kind === "done" ? made.learned : {};
  return step === "cancel-shipment" && shipmentId !== undefined ? logistics.cancel(shipmentId) : made;
};
