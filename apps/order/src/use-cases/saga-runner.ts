import { type SagaStep, secondsAfter } from "@caravan/contracts";
import { type Cause, continueOrder, currentCause, withOrder } from "@caravan/tracing";
import type { Dependencies, SagaRunner } from "../dependencies.ts";
import type { StepFact } from "../domain/facts.ts";
import { advance } from "../domain/machine.ts";
import { type Order, traceOf } from "../domain/order.ts";
import type { Moment } from "../domain/saga.ts";
import { andThen, unchanged } from "../domain/transition.ts";
import type { Changed, Lease } from "../order-store.ts";
import { moment } from "./moment.ts";
import { performStep } from "./perform-step.ts";

/** How the runner works. */
export interface RunnerOptions {
  /** Most orders under way at a time. */
  readonly most: number;
  /** Lease duration. If the process dies, the next poll after expiry picks the step up. */
  readonly leaseSeconds: number;
  /** The longest a step may take by its own timeouts; it is not begun when the lease has less left. */
  readonly stepSeconds: number;
  /** Runs work outside of the current request, which may have a deadline and a shopper's token. */
  readonly detached: (work: () => void) => void;
  readonly log: { warn(fields: object, message: string): void };
}

const pollBatch = 20;

/** Makes the runner of this process. Any number of processes may run one on the same orders. */
export const createRunner = (
  dependencies: Omit<Dependencies, "runner">,
  { most, leaseSeconds, stepSeconds, detached, log }: RunnerOptions,
): SagaRunner => {
  const underWay = new Set<Promise<void>>();
  let stopping = false;
  /** An order was turned away because the limit was reached. */
  let turnedAway = false;
  const { orders, countStep } = dependencies;

  const leaseFrom = (now: Date): Lease => ({ now, until: secondsAfter(now, leaseSeconds) });

  /** Performs steps until the order's status changes, an outcome is unclear, or the lease is nearly over. */
  const takeSteps = async (
    order: Order,
    until: Date,
    cause: Cause,
  ): Promise<(readonly [StepFact, Moment])[]> => {
    const facts: (readonly [StepFact, Moment])[] = [];
    let at = order;
    for (;;) {
      const step: SagaStep | undefined = at.saga.steps[0];
      const late = secondsAfter(dependencies.now(), stepSeconds) > until;
      if (step === undefined || at.status !== order.status || late) return facts;
      const fact = await takeStep(at, step, cause);
      countStep(step, fact.outcome.kind);
      const now = moment(dependencies);
      facts.push([fact, now]);
      if (fact.outcome.kind === "unclear") return facts;
      at = advance(at, fact, now).order;
    }
  };

  /** A step is part of its order's trace, whichever process takes it. */
  const takeStep = (order: Order, step: SagaStep, cause: Cause): Promise<StepFact> =>
    continueOrder(`step ${step}`, traceOf(order), () => performStep(dependencies, order, step), { cause });

  /** The facts are applied to the current order, which may have changed meanwhile. */
  const apply = (orderId: string, facts: readonly (readonly [StepFact, Moment])[]) =>
    orders.change({
      orderId,
      lease: stopping ? undefined : leaseFrom(dependencies.now()),
      decide: (current) =>
        facts.reduce(
          (before, [fact, at]) => andThen(before, (next) => advance(next, fact, at)),
          unchanged(current),
        ),
    });

  const drive = async (leased: Order, cause: Cause): Promise<void> => {
    let order = leased;
    for (;;) {
      const facts = await takeSteps(order, order.saga.nextAttemptAt ?? dependencies.now(), cause);
      if (facts.length === 0) return;
      const changed = await apply(order.id, facts);
      if (changed === undefined) return;
      countConfirmed(changed);
      if (!changed.leased) return;
      order = changed.order;
    }
  };

  const countConfirmed = ({ before, order }: Changed): void => {
    if (before.status === "payment-authorised" && order.status === "confirmed")
      dependencies.countConfirmed((dependencies.now().getTime() - order.placedAt.getTime()) / 1000);
  };

  const start = (order: Order, cause: Cause): void => {
    const work = withOrder(order.id, () =>
      drive(order, cause).catch((error: unknown) =>
        log.warn({ err: error, order: order.id }, "an order's steps are left to the next poll"),
      ),
    );
    underWay.add(work);
    void work.finally(() => {
      underWay.delete(work);
      if (!turnedAway || room() < most / 2) return;
      turnedAway = false;
      void poll().catch((error: unknown) => log.warn({ err: error }, "due steps are left to the next poll"));
    });
  };

  const room = (): number => {
    const left = stopping ? 0 : Math.max(0, most - underWay.size);
    turnedAway ||= left === 0;
    return left;
  };

  const poll = async (): Promise<void> => {
    for (;;) {
      const limit = Math.min(pollBatch, room());
      if (limit === 0) return;
      const claimed = await orders.claimDue({ ...leaseFrom(dependencies.now()), limit });
      for (const order of claimed) start(order, undefined);
      if (claimed.length < limit) return;
    }
  };

  const idle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };

  return {
    lease: () => (room() > 0 ? leaseFrom(dependencies.now()) : undefined),
    start(order) {
      const cause = currentCause();
      detached(() => start(order, cause));
    },
    poll,
    idle,
    async stop() {
      stopping = true;
      await idle();
    },
  };
};
