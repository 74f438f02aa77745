import type { OrderInspection, Order as OrderReply } from "@caravan/contracts";
import { newId } from "@caravan/contracts";
import type { Dependencies, StoredReply } from "../dependencies.ts";
import type { Command } from "../domain/facts.ts";
import type { Entry, Order } from "../domain/order.ts";
import { orderNotThere, orderUnknown } from "../domain/refusals.ts";
import { inspectionReply, orderReply } from "../domain/replies.ts";
import { decideBy, moment } from "./moment.ts";

/** Who wants what of which order, under which key. */
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

/** What a shopper wants of their own order. @throws Refusal `order-unknown`, also for somebody else's; what the command gives */
export const commandOwnOrder = (
  dependencies: Dependencies,
  input: OrderCommand,
): Promise<StoredReply<OrderReply>> =>
  commandOrder(dependencies, input, orderReply, (order) => {
    if (order.shopperId !== input.by) throw orderUnknown(order.id);
  });

/** What staff wants of anybody's order. @throws Refusal `order-unknown`; what the command gives */
export const commandAnyOrder = async (
  dependencies: Dependencies,
  input: OrderCommand,
): Promise<StoredReply<OrderInspection>> => {
  if ((await dependencies.orders.find(input.orderId)) === undefined) throw orderNotThere(input.orderId);
  return commandOrder(dependencies, input, inspectionReply, () => {});
};

const commandOrder = <B>(
  dependencies: Dependencies,
  { route, orderId, key, by, body, command }: OrderCommand,
  reply: (order: Order, timeline: readonly Entry[]) => B,
  allow: (order: Order) => void,
): Promise<StoredReply<B>> =>
  dependencies.orders.changeOnce<B>(
    {
      scope: `${route}:${by}`,
      key,
      content: { orderId, body },
      newResourceId: () => newId("rfd"),
      status: 202,
    },
    async (resourceId, save) => {
      const decide = decideBy(command(resourceId), moment(dependencies));
      const checked = (order: Order) => {
        allow(order);
        return decide(order);
      };
      const saved = await save({ orderId, decide: checked, lease: dependencies.runner.lease() }, reply);
      if (saved.changed.leased) dependencies.runner.start(saved.changed.order);
      return saved.body;
    },
  );
