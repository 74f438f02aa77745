export {
  addToOrder,
  type Cause,
  continueOrder,
  currentCause,
  type OrderTrace,
} from "./continue-order.ts";
export { isExported, keepSpans, keptAttribute } from "./kept.ts";
export { currentOrder, noteOrder, noteRefund, orderAttribute, orderIdOf, withOrder } from "./order-scope.ts";
export {
  continueTrace,
  inSpan,
  receivedIn,
  SpanKind,
  type TraceContext,
  traceHeaders,
} from "./spans.ts";
export { startSpan } from "./start-span.ts";
