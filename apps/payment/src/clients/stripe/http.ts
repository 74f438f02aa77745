import * as v from "valibot";
import { StripeError } from "./shapes.ts";

/** The version of the API that this adapter was written against; Stripe then keeps replies and webhooks in its shapes. */
const apiVersion = "2025-09-30.clover";

/** A refusal of Stripe; holds its codes and not its message, which may quote the request. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly code: string | undefined;
  /** The invalid parameter. */
  readonly param: string | undefined;

  constructor(status: number, { code, param }: StripeError["error"]) {
    super(`Stripe replied ${status} ${code ?? ""}`.trimEnd());
    this.name = "StripeRefusal";
    this.status = status;
    this.code = code ?? undefined;
    this.param = param ?? undefined;
  }
}

/** Fields of a form; nested ones are written `a[b][0]`. */
export type Form = Readonly<Record<string, string>>;

/** Sends one request. @throws StripeRefusal, and errors of the network */
export type Send = <S extends v.GenericSchema>(
  method: "GET" | "POST",
  path: string,
  schema: S,
  input?: { readonly form?: Form; readonly idempotencyKey?: string },
) => Promise<v.InferOutput<S>>;

/**
 * Speaks Stripe's HTTP: form-encoded bodies, bearer key, pinned version. Plain HTTP to `baseUrl`: Envoy originates TLS.
 *
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export const stripeHttp =
  (options: { readonly baseUrl: string; readonly apiKey: string; readonly timeoutSeconds: number }): Send =>
  async (method, path, schema, { form, idempotencyKey } = {}) => {
    const query = method === "GET" && form !== undefined ? `?${new URLSearchParams(form)}` : "";
    const reply = await fetch(new URL(path + query, options.baseUrl), {
      method,
      headers: {
        authorization: `Bearer ${options.apiKey}`,
        "stripe-version": apiVersion,
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
      },
      ...(method === "POST" ? { body: new URLSearchParams(form) } : {}),
      redirect: "error",
      signal: AbortSignal.timeout(options.timeoutSeconds * 1000),
    });
    const body: unknown = await reply.json().catch(() => undefined);
    if (reply.ok) return v.parse(schema, body);
    const said = v.safeParse(StripeError, body);
    throw new StripeRefusal(reply.status, said.success ? said.output.error : { type: "unknown" });
  };
