import { Refusal } from "@caravan/contracts";
import { currentTraceparent, requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { readdress, requestCancel } from "../domain/commands.ts";
import { observe, refuseBeginning } from "../domain/observe.ts";
import { begin, isOver, type Payment } from "../domain/payment.ts";
import { attemptsExhausted, orderEnded, paymentDiffers, providerUnavailable } from "../domain/refusals.ts";
import { drivePayment } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/** Most attempts of one order. */
const mostAttempts = 20;
/** Other requests may begin and cancel the same payment at the same time; more repetitions than this are a fault. */
const mostRounds = 4;

interface Wanted {
  readonly orderId: string;
  readonly amountCents: number;
  readonly returnUrl: string;
}

/**
 * Begins the payment of an order, or finds the one that waits for the shopper; after one that ended without money, the next. The row
 * is written first, so the payment is found again whatever the provider replies.
 *
 * @throws Refusal `payment-differs`, `order-ended`, `payment-attempts-exhausted`, `provider-refused`; `provider-unavailable` while
 * the outcome is unknown
 */
export const createPayment = async (
  dependencies: Dependencies,
  input: Wanted & { idempotencyKey: string },
): Promise<Payment> => {
  const { idempotencyKey, ...wanted } = input;
  requireKey(idempotencyKey, wanted.orderId);
  for (let round = 0; round < mostRounds; round += 1) {
    const payment = await open(dependencies, wanted, await attemptAt(dependencies, wanted));
    if (payment !== undefined) return payment;
  }
  throw providerUnavailable(
    new Error(`payments of ${wanted.orderId} are cancelled as fast as they are begun`),
  );
};

/** The current payment of the order: a new one, or the one begun before. Most orders have only one, so that is tried first. */
const attemptAt = async (dependencies: Dependencies, wanted: Wanted): Promise<Payment> => {
  const { payments } = dependencies;
  for (let latest: Payment | undefined; ; latest = (await payments.findByOrder(wanted.orderId)).at(-1)) {
    if (latest?.orderEnded) throw orderEnded(wanted.orderId);
    if (latest !== undefined && latest.amountCents !== wanted.amountCents)
      throw paymentDiffers(latest.id, ["amount"]);
    if (latest !== undefined && !isOver(latest)) return latest;
    const attempt = (latest?.attempt ?? 0) + 1;
    if (attempt > mostAttempts) throw attemptsExhausted(mostAttempts);
    const made = { id: dependencies.newPaymentId(), attempt, traceparent: currentTraceparent() };
    const fresh = begin({ ...made, ...wanted }, momentOf(dependencies));
    if (await payments.insert(fresh)) return fresh;
  }
};

/** Begins it at the provider with the current return address. Undefined when it was cancelled meanwhile. */
const open = async (
  dependencies: Dependencies,
  { orderId, returnUrl }: Wanted,
  payment: Payment,
): Promise<Payment | undefined> => {
  const { payments, provider } = dependencies;
  const isAtProvider = payment.intentId !== null;
  const isMoved = payment.returnUrl !== returnUrl;
  if (isAtProvider && (!isMoved || payment.status !== "requires-confirmation")) return payment;
  if (isAtProvider && !provider.canReaddress) {
    const givenUp = await payments.change(payment.id, (known) =>
      requestCancel(known, momentOf(dependencies)),
    );
    await drivePayment(dependencies, givenUp);
    return undefined;
  }
  const moved = isMoved ? await payments.change(payment.id, (known) => readdress(known, returnUrl)) : payment;
  const known = await begun(dependencies, moved);
  if (!isOver(known)) return known;
  await drivePayment(dependencies, known);
  if (known.orderEnded) throw orderEnded(orderId);
  return undefined;
};

/** An attempt that the provider refuses ends at once, so that it does not block the next one. */
const begun = async (dependencies: Dependencies, payment: Payment): Promise<Payment> => {
  const { payments, provider, observer } = dependencies;
  try {
    const seen = await provider.create(payment);
    return await payments.change(payment.id, (known) => observe(known, seen, momentOf(dependencies)));
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "provider-refused")) throw error;
    observer.refused("create");
    observer.warn({ err: error.cause, payment: payment.id }, "the provider refused to begin a payment");
    await payments.change(payment.id, (known) =>
      refuseBeginning(known, "The bank refused to begin this payment.", momentOf(dependencies)),
    );
    throw error;
  }
};
