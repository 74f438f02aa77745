import { trace } from "@opentelemetry/api";
import { type Logger, pino } from "pino";
import { requestContext } from "./context.ts";

export type { Logger } from "pino";

/** Fields that could hold a secret, redacted in every logged object. */
const secretFields = ["password", "key", "cookie", "authorization", "token"].flatMap((name) => [
  name,
  `*.${name}`,
]);

const traceFields = (): Record<string, string> => {
  const traceId = trace.getActiveSpan()?.spanContext().traceId ?? requestContext()?.traceparent.split("-")[1];
  return traceId === undefined ? {} : { trace_id: traceId };
};

/** The service's log: one JSON object per line on standard output, with the trace it belongs to. */
export const log: Logger = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: { service: process.env.APP_ID ?? "caravan", version: process.env.APP_VERSION ?? "v1" },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: secretFields, censor: "[redacted]" },
  mixin: traceFields,
});
