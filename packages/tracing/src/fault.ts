import { Refusal, refusalStatus } from "@caravan/contracts";
import { SpanKind } from "@opentelemetry/api";

/** Whether an error is to be looked into: not a service's "no", but for an event, which waits until it is handled. */
export const isFault = (error: unknown, kind: SpanKind | undefined): boolean =>
  kind === SpanKind.CONSUMER || !(error instanceof Refusal) || refusalStatus[error.kind] >= 500;
