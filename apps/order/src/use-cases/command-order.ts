import { newId, type OrderInspection, type Order as OrderReply, orderIsUnpaid } from "@caravan/contracts";
import { noteRefund } from "@caravan/tracing";
import type { Dependencies } from "../dependencies.ts";
import type { Command } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";
import { orderNotCancellable, orderNotThere } from "../domain/refusals.ts";
import { inspectionReply, withoutWords, withWords } from "../domain/replies.ts";
import type { Person, ReplyForm, StoredReply } from "../order-store.ts";
import { decideBy, moment } from "./moment.ts";
import { asOwner } from "./own-order.ts";
import { orderForm } from "./place-order.ts";

/** A command for an order: caller, order and key. */
export interface OrderCommand {
  /** The route. */
  readonly route: string;
  readonly orderId: string;
  readonly key: string;
  /** The caller's id. */
  readonly by: string;
  readonly body: object;
  /** Made once per key, so that a repetition is the same command. */
  readonly command: (resourceId: string) => Command;
}

/**
 * Applies a shopper's command to their own order.
 *
 * @throws Refusal `order-unknown`, also for another shopper's; `account-erased`; the command's refusals
 */
export const commandOwnOrder = (
  dependencies: Dependencies,
  { shopper, ...input }: Omit<OrderCommand, "by"> & { readonly shopper: Person },
): Promise<StoredReply<OrderReply>> =>
  asOwner(dependencies, shopper, (own) =>
    commandOrder(dependencies, { ...input, by: shopper.subject }, orderForm, own),
  );

const inspectionForm: Form<OrderInspection> = {
  make: inspectionReply,
  withoutPersonal: withoutWords,
  withPersonal: withWords,
};

/** Applies staff's command to any order. @throws Refusal `order-unknown`; the command's refusals */
export const commandAnyOrder = async (
  dependencies: Dependencies,
  input: OrderCommand,
): Promise<StoredReply<OrderInspection>> => {
  if ((await dependencies.orders.find(input.orderId)) === undefined) throw orderNotThere(input.orderId);
  return commandOrder(dependencies, input, inspectionForm, () => {});
};

/**
 * Applies a command to an order for which no money is held or taken.
 *
 * @throws Refusal `order-not-cancellable`; the command's refusals
 */
export const commandUnpaidOrder = (
  dependencies: Dependencies,
  input: OrderCommand,
): Promise<StoredReply<OrderInspection>> =>
  commandOrder(dependencies, input, inspectionForm, ({ status }) => {
    if (!orderIsUnpaid(status)) throw orderNotCancellable(status);
  });

type Form<B> = Omit<ReplyForm<B>, "orderIdOf">;

const commandOrder = <B>(
  dependencies: Dependencies,
  { route, orderId, key, by, body, command }: OrderCommand,
  { make, ...form }: Form<B>,
  allow: (order: Order) => void,
): Promise<StoredReply<B>> =>
  dependencies.orders.changeOnce<B>(
    {
      scope: `${route}:${by}`,
      key,
      content: { orderId, body },
      newResourceId: () => newId("rfd"),
      status: 202,
      replay: { orderId, ...form },
    },
    async (resourceId, save) => {
      const decide = decideBy(command(resourceId), moment(dependencies));
      const checked = (order: Order) => {
        allow(order);
        return decide(order);
      };
      const saved = await save({ orderId, decide: checked, lease: dependencies.runner.lease() }, make);
      if (saved.changed.order.saga.steps.includes("refund-payment")) noteRefund();
      if (saved.changed.leased) dependencies.runner.start(saved.changed.order);
      return saved.body;
    },
  );
