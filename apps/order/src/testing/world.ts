import { newId, orderIsFinal, Refusal, type SagaStep } from "@caravan/contracts";
import { expect } from "vitest";
import { owesPromotion } from "../domain/benefits.ts";
import type { Command, Fact, StepFact } from "../domain/facts.ts";
import { isLegal } from "../domain/legal-transitions.ts";
import { advance } from "../domain/machine.ts";
import type { Order } from "../domain/order.ts";
import { place } from "../domain/place.ts";
import { at, heldAs, orderIn } from "./make-order.ts";
import { answerOf, type Callees, refundAgain } from "./model-callees.ts";
import { checkNow, unsettledIn } from "./world-checks.ts";

/** An order and the true state of the services around it, whatever the order knows of them. */
export class World {
  seconds = 0;
  order: Order;
  readonly callees: Callees = {
    stockGone: false,
    hold: "none",
    use: "none",
    attempts: [],
    ended: false,
    ...{ refundedCents: 0, failedCents: 0, lostCents: 0, givenBack: false },
    refunds: new Map(),
    parcel: "none",
  };
  /** Events in flight; any of them may come next, and again. */
  readonly inFlight: Fact[] = [];

  /** How often it was told that the order's goods are there for others again. */
  stockBack = 0;

  /** Commands of processes that lost their lease. */
  readonly stray: (() => Fact)[] = [];

  /** An older version works on the orders now, or did before: it knows neither benefits nor the steps for them. */
  isOlder = false;
  wasOlder = false;

  constructor(start: string, isPromoted = false) {
    const { order } = orderInPlaced(start === "held", isPromoted);
    if (start !== "unclear") this.callees.hold = "held";
    if (isPromoted) this.callees.use = "held";
    this.order = order;
  }

  /** An older version leaves an order alone whose steps it does not know. */
  get isForeign(): boolean {
    return this.isOlder && this.order.saga.steps.some((step) => step.endsWith("-promotion"));
  }

  apply(it: Fact | Command): void {
    const before = this.order;
    if (this.isForeign) {
      // Events are delivered again until a version takes them.
      if (!isCommand(it)) this.inFlight.push(it);
      return;
    }
    try {
      const known = this.isOlder ? { ...before, benefits: null } : before;
      const { entries, events, ...next } = advance(known, it, { ...at(this.seconds) });
      const order = this.isOlder ? { ...next.order, benefits: before.benefits } : next.order;
      this.stockBack += events.filter(({ topic }) => topic === "order.stock-back.v1").length;
      this.order = order;
      expect(order.entries).toBe(before.entries + entries.length);
      for (const entry of entries) expect(entry.who, entry.what).not.toBe("");
    } catch (error) {
      // Commands may be refused; a fact never.
      if (!(error instanceof Refusal) || !isCommand(it)) throw error;
    }
    const there = isLegal(before.status, this.order.status);
    expect(there, `${before.status} → ${this.order.status} by ${it.kind}`).toBe(true);
  }

  /** Takes the next step if it is due. It may be refused, done with a lost reply, or not done at all. */
  step(fate: number, lost: number): void {
    const { steps, nextAttemptAt } = this.order.saga;
    const step = steps[0];
    if (step === undefined || this.isForeign || (nextAttemptAt ?? at().now) > at(this.seconds).now) return;
    const refundId = this.order.saga.refund?.id;
    const unclear = (why: string): StepFact => ({
      ...{ kind: "step", step, refundId },
      outcome: { kind: "unclear", why },
    });
    if (fate === 0) {
      this.apply(unclear("timeout before"));
      return;
    }
    // A delayed command may arrive much later, and so may its answer.
    const { order } = this;
    if (fate === 1) {
      this.stray.push(() => this.ask(order, step));
      this.apply(unclear("timeout in between"));
      return;
    }
    const fact = this.ask(order, step);
    if (fate === 2) {
      this.inFlight.push(fact);
      return;
    }
    // If a process dies here, another one continues after the lease; a lost reply is an unclear outcome.
    if (lost === 0) this.seconds += 30;
    else this.apply(lost === 1 ? unclear("timeout after") : fact);
  }

  ask(order: Order, step: SagaStep): StepFact {
    return answerOf(this.callees, order, step, (event) => this.inFlight.push(event));
  }

  /** Delivers events and performs steps. */
  rest(): void {
    for (let round = 0; round < 10; round += 1) {
      for (const event of this.inFlight.splice(0)) this.apply(event);
      this.step(9, 9);
    }
  }

  wait(seconds: number): void {
    this.seconds += seconds;
    this.detect();
  }

  detect(): void {
    const { steps, deadlineAt } = this.order.saga;
    const isOverdue = deadlineAt !== null && deadlineAt <= at(this.seconds).now;
    if ((isOverdue || owesPromotion(this.order)) && steps.length === 0) this.apply({ kind: "deadline-over" });
  }

  /** What must hold at any moment. */
  check(): void {
    checkNow(this);
  }

  /** The violated invariants of an order that has ended. */
  unsettled(): string[] {
    return unsettledIn(this);
  }

  /** Runs until nothing is left to do: events arrive, steps succeed, deadlines pass, the carrier delivers. */
  settle(): void {
    this.isOlder = false;
    for (let round = 0; round < 200; round += 1) {
      for (const late of this.stray.splice(0)) this.inFlight.push(late());
      for (const event of this.inFlight.splice(0)) this.apply(event);
      this.seconds += 61;
      this.step(9, 9);
      this.check();
      if (this.inFlight.length === 0) this.inFlight.push(...refundAgain(this.callees));
      if (this.order.saga.steps.length > 0 || this.inFlight.length > 0) continue;
      this.detect();
      if (this.order.saga.steps.length > 0) continue;
      if (orderIsFinal(this.order.status)) return;
      if (this.callees.parcel === "dispatched") this.tell("shipment-delivered", "delivered");
      else if (this.callees.parcel === "preparing") this.tell("shipment-dispatched", "dispatched");
      else if (this.callees.parcel === "returning") this.tell("shipment-returned", "returned");
      else this.wait(100_000);
    }
    throw new Error(`it never ends: ${JSON.stringify([this.order, this.callees])}`);
  }

  /** Moves the parcel on, and publishes the event of logistics. */
  tell(
    kind: "shipment-dispatched" | "shipment-delivered" | "shipment-returned",
    parcel: Callees["parcel"],
  ): void {
    this.callees.parcel = parcel;
    this.inFlight.push({ kind, shipmentId: "shp_1", why: "" });
  }
}

const isCommand = (it: Fact | Command): it is Command =>
  ["cancel", "return", "retry", "refund"].includes(it.kind);

const orderInPlaced = (held: boolean, isPromoted: boolean) => {
  const { lines: listed, shopperId, deliverTo } = orderIn("placed");
  if (deliverTo === null) throw new Error("no address");
  const lines = listed.map((line) => ({ ...line, discountCents: isPromoted ? 100 : 0 }));
  const benefits = isPromoted ? { use: "held" as const, applied: [] } : null;
  const given = { id: newId("ord"), shopperId, lines, deliverTo, benefits };
  return place(given, at(), heldAs(held ? "rsv_1" : null));
};
