import {
  type Attributes,
  type Context,
  context,
  type Link,
  type SpanContext,
  trace,
} from "@opentelemetry/api";
import { emptyContext } from "./context.ts";
import { noteOrder, orderAttribute, withOrder } from "./order-scope.ts";
import { inSpan, passingOn, receivedIn } from "./spans.ts";
import { startSpan } from "./start-span.ts";

/** An order, and the `traceparent` stored with it, or with its payment or shipment; null when its request had none. */
export interface OrderTrace {
  readonly orderId: string;
  readonly traceparent: string | null;
}

/** What makes work on an order begin: the span of a request, of an event or of a callback. */
export type Cause = SpanContext | undefined;

/** The cause of what is begun here and now. */
export const currentCause = (): Cause => trace.getActiveSpan()?.spanContext();

/**
 * Runs `work` in a span of the order's own trace, however much later. A cause in another trace is linked, so that each
 * leads to the other; a cause in the same trace is the parent.
 *
 * @example await continueOrder("refund-payment", order, () => payments.refund(order))
 */
export const continueOrder = <T>(
  name: string,
  order: OrderTrace,
  work: () => Promise<T>,
  { cause = currentCause(), attributes = {} }: { cause?: Cause; attributes?: Attributes } = {},
): Promise<T> => {
  const { parent, links } = placeOf(order, cause);
  return withOrder(order.orderId, () =>
    passingOn(order.traceparent ?? undefined, () => inSpan(name, { links, attributes }, work, parent)),
  );
};

/**
 * Adds work to the order's trace that was done before its order was known: what a callback is about is read together
 * with the change that it makes. The current request is about the order from then on.
 */
export const addToOrder = (name: string, order: OrderTrace, startedAt: Date): void => {
  noteOrder(order.orderId);
  const { parent, links } = placeOf(order, currentCause());
  const attributes = { [orderAttribute]: order.orderId };
  startSpan(name, { links, startTime: startedAt, attributes }, parent).end();
};

const placeOf = ({ traceparent }: OrderTrace, cause: Cause): { parent: Context; links: Link[] } => {
  const stored = traceparent === null ? emptyContext : receivedIn({ traceparent });
  const own = trace.getSpanContext(stored);
  if (own !== undefined && own.traceId !== cause?.traceId)
    return { parent: stored, links: cause === undefined ? [] : [{ context: cause }] };
  return { parent: cause === undefined ? stored : trace.setSpanContext(context.active(), cause), links: [] };
};
