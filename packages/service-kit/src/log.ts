import { currentOrder } from "@caravan/tracing";
import { type Logger, type LoggerOptions, pino } from "pino";
import { currentTraceparent } from "./context.ts";
import { openLogDestination } from "./log-destination.ts";

export type { Logger } from "pino";

/** Fields that could hold a secret, redacted in every logged object. */
const secretFields = ["password", "key", "cookie", "authorization", "token"].flatMap((name) => [
  name,
  `*.${name}`,
]);

/** The trace and the order that a line belongs to. */
export const traceFields = (): Record<string, string> => {
  const traceId = currentTraceparent()?.split("-")[1];
  const orderId = currentOrder();
  return {
    ...(traceId === undefined ? {} : { trace_id: traceId }),
    ...(orderId === undefined ? {} : { order_id: orderId }),
  };
};

const options: LoggerOptions = {
  level: process.env.LOG_LEVEL ?? "info",
  base: { service: process.env.APP_ID ?? "caravan", version: process.env.APP_VERSION ?? "v1" },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
  // The client of Redis adds the call that failed to its errors: with the password, or with whom it was about.
  redact: { paths: [...secretFields, "err.command.args"], censor: "[redacted]" },
  mixin: traceFields,
};

/** The service's log: one JSON object per line on standard output, with the trace and the order it belongs to. */
export const log: Logger = pino(options, openLogDestination());
