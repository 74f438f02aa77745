export {
  addToOrder,
  type Cause,
  continueOrder,
  currentCause,
  type OrderTrace,
} from "./continue-order.ts";
export { isSampled, keepSpans, keptAttribute, partOf } from "./kept.ts";
export { currentOrder, noteOrder, noteRefund, orderAttribute, orderIdOf, withOrder } from "./order-scope.ts";
export { continueTrace, inSpan, SpanKind, type TraceContext, traceHeaders } from "./spans.ts";
