import {
  type CallContext,
  cohortHeader,
  cohortOfOrder,
  isSuccess,
  pathOf,
  type RouteCall,
  type RouteDefinition,
  type RouteReply,
} from "@caravan/contracts";
import { currentOrder, inSpan, SpanKind, traceHeaders } from "@caravan/tracing";
import * as v from "valibot";
import { servedByHeader } from "./header-names.ts";
import { calleeUnavailable, failedExchange, refusalOf } from "./refusals.ts";
import type { Transport } from "./transport.ts";

/** The parts of a call that any route may have; {@link RouteCall} says which of them a route does have. */
interface CallParts {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  /** Seconds this call may take; the deadline of the current request may leave less. */
  readonly timeoutSeconds?: number;
}

/** How a callee outside the mesh is called: with its key, and with nothing of the shopper's request. */
export interface Partner {
  readonly apiKey: string;
}

/** What a call of route `R` takes. */
export type InvokeInput<R extends RouteDefinition> = RouteCall<R> & CallParts;

/** Calls one route of a service by its app id. */
export type Invoke = <R extends RouteDefinition>(
  appId: string,
  route: R,
  input: InvokeInput<R>,
  partner?: Partner,
) => Promise<RouteReply<R>>;

/** What is done for an order without a request of its shopper (a step, a callback) is of the shopper's cohort all the same. */
const cohortOfWork = (): Record<string, string> => {
  const orderId = currentOrder();
  return orderId === undefined ? {} : { [cohortHeader]: cohortOfOrder(orderId) };
};

const headersOf = (
  call: CallContext | undefined,
  input: CallParts,
  partner: Partner | undefined,
): Record<string, string> => {
  // Made anew at each reading.
  const inherited = partner === undefined ? call?.headers : undefined;
  const headers: Record<string, string> = {
    accept: "application/json, application/problem+json",
    ...(partner === undefined
      ? { ...cohortOfWork(), ...inherited, ...traceHeaders(inherited) }
      : { authorization: `Bearer ${partner.apiKey}` }),
  };
  if (input.body !== undefined) headers["content-type"] = "application/json";
  if (input.idempotencyKey !== undefined) headers["idempotency-key"] = input.idempotencyKey;
  return headers;
};

/** Text that is not JSON becomes undefined, which fits no contract. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Makes {@link Invoke}: daprd finds the callee (its HTTPEndpoint leads into the mesh, so weights, retries and mTLS apply),
 * the reply is checked against the contract, and a problem document becomes the original `Refusal`.
 */
export const createInvoke =
  (transport: Transport): Invoke =>
  (appId, route, input: CallParts, partner) =>
    inSpan(
      `${route.method} ${route.path}`,
      {
        kind: SpanKind.CLIENT,
        attributes: {
          "http.request.method": route.method,
          "url.template": route.path,
          "server.address": appId,
        },
      },
      async (span) => {
        const call = transport.context();
        const path = pathOf(route, input);
        const request = {
          method: route.method,
          path: `/v1.0/invoke/${appId}/method${path}`,
          headers: headersOf(call, input, partner),
          body: input.body === undefined ? undefined : JSON.stringify(input.body),
          timeoutSeconds: input.timeoutSeconds,
        };
        const reply = await transport.send(request, call).catch((error: unknown) => {
          throw failedExchange(error, calleeUnavailable);
        });
        span.setAttribute("http.response.status_code", reply.status);
        const servedBy = reply.headers[servedByHeader];
        if (servedBy && partner === undefined) call?.served(String(servedBy));

        if (!isSuccess(route, reply.status)) throw refusalOf(reply);
        const body = v.safeParse(route.success.body, parseJson(reply.body));
        if (!body.success) {
          throw calleeUnavailable(
            new Error(`${appId} breaks its contract of ${route.id}`, { cause: body.issues }),
          );
        }
        return body.output;
      },
    );
