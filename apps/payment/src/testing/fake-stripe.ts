import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
}

interface Session {
  readonly form: Readonly<Record<string, string>>;
  readonly id: string;
  status: "open" | "complete" | "expired";
  intent: Record<string, unknown> | null;
}

/**
 * The documented part of Stripe that we use, on loopback: objects and fields as published, errors in its
 * envelope, and the first reply stored under each Idempotency-Key, faults included.
 *
 * @see https://docs.stripe.com/api
 */
export const startFakeStripe = async () => {
  const received: Received[] = [];
  const sessions = new Map<string, Session>();
  const refunds: Record<string, unknown>[] = [];
  const transactions: Record<string, unknown>[] = [];
  /** The status of requested refunds. */
  const refundStatus = { next: "succeeded" };
  const kept = new Map<string, { status: number; body: unknown }>();
  /** How the next POST fails: with a fault before or after the effect, or without a reply. */
  const faults: ("fault-before" | "fault-after" | "no-reply")[] = [];

  const error = (status: number, fields: object) => ({
    status,
    body: { error: { message: "…", type: "invalid_request_error", ...fields } },
  });
  const shown = (session: Session, expand: boolean) => ({
    id: session.id,
    object: "checkout.session",
    amount_total: Number(session.form["line_items[0][price_data][unit_amount]"]),
    client_reference_id: session.form.client_reference_id ?? null,
    currency: "eur",
    customer_details: { email: "planted@example.test" },
    livemode: false,
    mode: "payment",
    payment_intent: expand ? session.intent : (session.intent?.id ?? null),
    payment_status: "unpaid",
    status: session.status,
    url: session.status === "open" ? `https://checkout.stripe.test/${session.id}` : null,
  });
  const byIntent = (id: string) => [...sessions.values()].find(({ intent }) => intent?.id === id);
  const isExpanded = (form: Received["form"]) => form["expand[]"] === "payment_intent";

  const answer = ({ method, path, form }: Received): { status: number; body: unknown } => {
    const [, , resource = "", a = "", b = "", c = ""] = path.split("/");
    if (method === "POST" && path === "/v1/checkout/sessions") {
      const session: Session = { form, id: `cs_test_${sessions.size + 1}`, status: "open", intent: null };
      sessions.set(session.id, session);
      return { status: 200, body: shown(session, isExpanded(form)) };
    }
    if (resource === "checkout") {
      const session = sessions.get(b);
      if (session === undefined) return error(404, { code: "resource_missing", param: "id" });
      if (c === "expire" && session.status !== "open") return error(400, {});
      if (c === "expire") session.status = "expired";
      return { status: 200, body: shown(session, isExpanded(form)) };
    }
    if (resource === "payment_intents") {
      const intent = byIntent(a)?.intent;
      if (!intent) return error(404, { code: "resource_missing", param: "intent" });
      if (intent.status !== "requires_capture")
        return error(400, { code: "payment_intent_unexpected_state" });
      const capturing = b === "capture";
      Object.assign(intent, {
        status: capturing ? "succeeded" : "canceled",
        amount_capturable: 0,
        amount_received: capturing ? intent.amount : 0,
      });
      return { status: 200, body: intent };
    }
    if (resource === "refunds" && method === "GET") {
      const data = refunds.filter(({ payment_intent: of }) => of === form.payment_intent);
      return { status: 200, body: { object: "list", data, has_more: false, url: "/v1/refunds" } };
    }
    if (resource === "refunds") {
      const intent = byIntent(form.payment_intent ?? "")?.intent;
      const own = refunds.filter(({ payment_intent: of }) => of === intent?.id);
      const given = own.reduce((sum, { amount }) => sum + Number(amount), 0);
      if (given === intent?.amount_received) return error(400, { code: "charge_already_refunded" });
      if (given + Number(form.amount) > Number(intent?.amount_received ?? 0))
        return error(400, { param: "amount" });
      const metadata = Object.fromEntries(
        Object.entries(form).flatMap(([name, value]) => {
          const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
          return key === undefined ? [] : [[key, value]];
        }),
      );
      const fields = { amount: Number(form.amount), currency: "eur", payment_intent: intent?.id, metadata };
      refunds.push({
        id: `re_${refunds.length + 1}`,
        object: "refund",
        status: refundStatus.next,
        ...fields,
      });
      return { status: 200, body: refunds.at(-1) };
    }
    const after = transactions.findIndex(({ id }) => id === form.starting_after) + 1;
    const data = transactions.slice(after, after + 2);
    return { status: 200, body: { object: "list", data, has_more: after + 2 < transactions.length } };
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "/", "http://stripe");
    const text = request.method === "GET" ? url.search : Buffer.concat(chunks).toString();
    const form = Object.fromEntries(new URLSearchParams(text));
    const one: Received = {
      method: request.method ?? "",
      path: url.pathname,
      form,
      headers: request.headers,
    };
    received.push(one);
    const key = String(request.headers["idempotency-key"] ?? "");
    const fault = one.method === "POST" && !kept.has(key) ? faults.shift() : undefined;
    const done = kept.get(key) ?? (fault === "fault-before" ? undefined : answer(one));
    const failed = fault === "fault-before" || fault === "fault-after";
    const reply =
      failed || done === undefined ? { status: 500, body: { error: { type: "api_error" } } } : done;
    if (key !== "") kept.set(key, reply);
    if (fault === "no-reply") return void response.destroy();
    response.writeHead(reply.status, { "content-type": "application/json" }).end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ received, sessions, refunds, refundStatus, transactions, faults, kept },
    /** The shopper's action on Stripe's page. */
    confirm(sessionId: string): Record<string, unknown> {
      const session = sessions.get(sessionId);
      if (session === undefined) throw new Error("no such session");
      const amount = Number(session.form["line_items[0][price_data][unit_amount]"]);
      session.status = "complete";
      session.intent = {
        id: `pi_${sessionId}`,
        object: "payment_intent",
        amount,
        amount_capturable: amount,
        amount_received: 0,
        capture_method: session.form["payment_intent_data[capture_method]"],
        currency: "eur",
        latest_charge: "ch_1",
        metadata: { payment_id: session.form["payment_intent_data[metadata][payment_id]"] },
        status: "requires_capture",
      };
      return session.intent;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};
