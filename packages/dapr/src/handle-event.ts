import { type CloudEvent, fieldErrors, type Issue } from "@caravan/contracts";
import { continueTrace, inSpan, orderIdOf, SpanKind, withOrder } from "@caravan/tracing";
import * as v from "valibot";
import { deliveryContext, deliverySeconds } from "./delivery-context.ts";
import type { Delivery, Subscription } from "./event-handler.ts";

/** The outcome of a delivery; `drop` sends the event to its dead-letter topic without another attempt. */
export interface DeliveryOutcome {
  readonly topic: string;
  /** Absent when the event was too malformed to have one. */
  readonly id: string | undefined;
  /**
   * Of one that was handled in this process: `success`, `retry`, `drop`. While there is a canary, of one that was handed over as well:
   * `handed-over` when it was handled by the version that the mesh chose, `came-back` when it was not and is to be delivered again, here.
   */
  readonly result: "success" | "retry" | "drop" | "handed-over" | "came-back";
  readonly seconds: number;
  /** The error, if it failed. */
  readonly error?: unknown;
  /** The order that the event is about. */
  readonly orderId?: string | undefined;
}

/** What came of one attempt. */
export type Outcome = Pick<DeliveryOutcome, "id" | "result" | "error" | "orderId">;

/** Checks an event and has it handled, in its trace and its time. Never rejects. */
export const handleEvent = async (subscription: Subscription, event: CloudEvent): Promise<Outcome> => {
  const { id, source, subject, time } = event;
  const data = v.safeParse(subscription.event.data, event.data);
  if (!data.success) return { id, result: "drop", error: malformed("data", data.issues) };

  const trace = traceOf(event);
  const orderId = orderIdOf(data.output);
  const delivery: Delivery = { id, source, subject, time, traceparent: trace.traceparent };
  const attributes = {
    "messaging.operation.type": "process",
    "messaging.system": "dapr",
    "messaging.destination.name": subscription.event.topic,
    "messaging.message.id": id,
  };
  try {
    const deadlineAt = Date.now() + deliverySeconds * 1000;
    await deliveryContext.run({ deadlineAt, headers: trace, served: () => {} }, () =>
      withOrder(orderId, () =>
        continueTrace(trace, () =>
          inSpan(`process ${subscription.event.topic}`, { kind: SpanKind.CONSUMER, attributes }, () =>
            subscription.handle(data.output, delivery),
          ),
        ),
      ),
    );
    return { id, result: "success", orderId };
  } catch (error) {
    return { id, result: "retry", error, orderId };
  }
};

/** Says what does not fit. */
export const malformed = (what: string, issues: readonly Issue[]): Error =>
  new Error(
    `malformed ${what}: ${fieldErrors(issues)
      .map(({ field, detail }) => `${field} ${detail}`)
      .join("; ")}`,
  );

/** The event's own trace headers; daprd writes empty ones where it has none. */
const traceOf = (event: CloudEvent): { traceparent?: string; tracestate?: string } => {
  const { traceparent, tracestate } = event;
  return {
    ...(traceparent ? { traceparent } : {}),
    ...(typeof tracestate === "string" && tracestate !== "" ? { tracestate } : {}),
  };
};
