import { newId } from "@caravan/contracts";
import { beginPayment, failRefund, refundAgain } from "./model-callees.ts";
import type { World } from "./world.ts";

/** Does one random action in the world. */
export const act = (world: World, action: { kind: string } & Partial<Record<string, unknown>>): void => {
  const { callees } = world;
  const number = (name: string): number => Number(action[name] ?? 0);
  switch (action.kind) {
    case "step":
      world.step(number("fate"), number("lost"));
      return;
    case "deliver": {
      const index = number("which") % Math.max(1, world.inFlight.length);
      const event = world.inFlight[index];
      if (event === undefined) return;
      if (action.keep !== true) world.inFlight.splice(index, 1);
      world.apply(event);
      return;
    }
    case "start-payment":
    case "start-payment-and-die": {
      if (world.order.status !== "stock-reserved" || world.order.saga.steps.length > 0) return;
      const begun = beginPayment(callees);
      if (begun === undefined) return;
      const started = { kind: "payment-started", paymentId: begun.id } as const;
      // Without its event, or with one that comes late.
      if (action.kind === "start-payment") world.apply(started);
      else if (action.which !== undefined) world.inFlight.push(started);
      return;
    }
    case "pay":
    case "pay-late": {
      if (action.kind === "pay" && world.order.status === "stock-reserved") beginPayment(callees);
      // The bank may authorise after it had declined.
      const payable = action.kind === "pay" ? ["open"] : ["open", "declined"];
      const attempt = callees.attempts.findLast(({ money }) => payable.includes(money));
      if (attempt === undefined) return;
      attempt.money = "authorised";
      world.inFlight.push({
        kind: "payment-authorised",
        paymentId: attempt.id,
        amountCents: world.order.totalCents,
      });
      return;
    }
    case "decline": {
      const attempt = callees.attempts.find(({ money }) => money === "open");
      if (attempt === undefined) return;
      attempt.money = "declined";
      world.inFlight.push({ kind: "payment-declined", paymentId: attempt.id, why: "no cover" });
      return;
    }
    case "lapse": {
      // An authorisation expires.
      const attempt = callees.attempts.find(({ money }) => money === "authorised");
      if (attempt !== undefined) attempt.money = "cancelled";
      return;
    }
    case "ship":
      if (callees.parcel === "preparing") world.tell("shipment-dispatched", "dispatched");
      return;
    case "arrive":
      if (callees.parcel === "dispatched") world.tell("shipment-delivered", "delivered");
      return;
    case "lose-parcel":
      if (callees.parcel === "dispatched") callees.parcel = "returning";
      return;
    case "come-back":
      if (callees.parcel === "returning") world.tell("shipment-returned", "returned");
      return;
    case "stray": {
      const late = world.stray.shift();
      if (late !== undefined) world.inFlight.push(late());
      return;
    }
    case "fail-refund":
      world.inFlight.push(...failRefund(callees, number("cents")));
      return;
    case "refund-again":
      world.inFlight.push(...refundAgain(callees));
      return;
    case "release":
      world.isOlder = action.older === true;
      world.wasOlder ||= world.isOlder;
      return;
    case "sell-out":
      callees.stockGone = true;
      return;
    case "expire-hold":
      if (callees.hold === "held") callees.hold = "expired";
      return;
    case "wait":
      world.wait(number("seconds"));
      return;
    case "cancel":
      world.apply({ kind: "cancel", who: "shopper:1", why: null });
      return;
    case "return":
      world.apply({ kind: "return", who: "shopper:1", why: null });
      return;
    case "retry":
      world.apply({ kind: "retry", who: "staff:1", why: "look" });
      return;
    case "refund":
      world.apply({
        kind: "refund",
        who: "staff:1",
        why: "scratch",
        refundId: newId("rfd"),
        amountCents: action.all === true ? world.order.totalCents - world.order.refundedCents : 500,
      });
      return;
  }
};

/** Performs a part of the usual course of an order. */
export const goAlong = (world: World, stages: number): void => {
  const way = ["start-payment", "pay", "rest", "ship", "rest", "arrive", "rest", "return", "rest"];
  for (const stage of way.slice(0, stages))
    if (stage === "rest") world.rest();
    else act(world, { kind: stage });
};
