import { AsyncLocalStorage } from "node:async_hooks";
import { OrderId } from "@caravan/contracts";
import { trace } from "@opentelemetry/api";
import * as v from "valibot";
import { keepSpans } from "./kept.ts";

/** The attribute of a span that says which order it is about. */
export const orderAttribute = "caravan.order.id";

/** The attribute of a span in which money goes back. Such traces are always kept (`money-going-back` in charts/observability). */
export const refundAttribute = "caravan.refund";

const scopes = new AsyncLocalStorage<{ orderId: string | undefined }>();

/** Runs `work` as work on this order, or as work whose order is not known yet: {@link noteOrder}. */
export const withOrder = <T>(orderId: string | undefined, work: () => T): T => scopes.run({ orderId }, work);

/** The order that the current work is about. Log lines carry it as `order_id`, spans as {@link orderAttribute}. */
export const currentOrder = (): string | undefined => scopes.getStore()?.orderId;

/** Notes which order the current work is about, once that is known. */
export const noteOrder = (orderId: string): void => {
  const scope = scopes.getStore();
  if (scope !== undefined) scope.orderId = orderId;
  trace.getActiveSpan()?.setAttribute(orderAttribute, orderId);
};

/** Notes that the current work gives money back: its spans are exported, and the calls it makes from now on are sampled. */
export const noteRefund = (): void => {
  trace.getActiveSpan()?.setAttribute(refundAttribute, true);
  keepSpans("refund");
};

/** The order that a request, a reply or an event is about: its `orderId`, or its `id` if that is an order's. */
export const orderIdOf = (content: unknown): string | undefined => {
  if (typeof content !== "object" || content === null) return undefined;
  if ("orderId" in content && v.is(OrderId, content.orderId)) return content.orderId;
  return "id" in content && v.is(OrderId, content.id) ? content.id : undefined;
};
