import { setTimeout as sleep } from "node:timers/promises";
import { backoffSeconds, type CallContext } from "@caravan/contracts";
import Pool from "undici/lib/dispatcher/pool.js";
import { deliveryContext } from "./delivery-context.ts";
import { ExchangeTimeout, exchange, type Reply } from "./exchange.ts";
import { deadlineHeader } from "./header-names.ts";
import { deadlineExceeded } from "./refusals.ts";

/** One request to the sidecar's HTTP API. */
export interface SidecarRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query, such as `/v1.0/state/state/key`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Seconds for this call; the deadline of the current request may leave less. */
  readonly timeoutSeconds?: number | undefined;
}

/** Sends requests to the sidecar, each within its time. */
export interface Transport {
  /** The current request or event delivery. */
  readonly context: () => CallContext | undefined;
  /** @throws Refusal `deadline-exceeded` before anything is sent; otherwise the plain error of the exchange. */
  send(request: SidecarRequest, call: CallContext | undefined): Promise<Reply>;
  close(): Promise<void>;
}

/** A callee must stop before its caller stops waiting, or its answer is lost. */
const marginMilliseconds = 20;
/** How long a call waits for a sidecar that refuses connections because it is being restarted. */
const restartMilliseconds = 3_000;
const connectionsPerSidecar = 128;

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
/** The request never left, so sending it again is safe for every method. */
const neverSent = (error: unknown): boolean => codeOf(error) === "ECONNREFUSED";
/** The connection broke during the exchange: only a request that changes nothing may be sent again. */
const broken = (error: unknown): boolean =>
  ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(String(codeOf(error)));

/**
 * Opens a pool of connections to the sidecar on loopback.
 *
 * @param options.httpPort daprd's HTTP port
 * @param options.defaultTimeoutSeconds the default of calls
 */
export const openTransport = (options: {
  readonly httpPort: number;
  readonly defaultTimeoutSeconds: number;
  readonly context: () => CallContext | undefined;
}): Transport => {
  const pool = new Pool(`http://127.0.0.1:${options.httpPort}`, {
    connections: connectionsPerSidecar,
    keepAliveTimeout: 60_000, // daprd never closes an idle connection, so ours are opened once
    headersTimeout: 0, // undici counts these in whole seconds; exchange() ends a call to the millisecond
    bodyTimeout: 0,
  });

  const send: Transport["send"] = async (request, call) => {
    const startedAt = Date.now();
    const own = startedAt + (request.timeoutSeconds ?? options.defaultTimeoutSeconds) * 1_000;
    const endsAt = Math.min(own, (call?.deadlineAt ?? Number.POSITIVE_INFINITY) - marginMilliseconds);
    for (let attempt = 1; ; attempt += 1) {
      const left = Math.floor(endsAt - Date.now());
      if (left <= 0) throw deadlineExceeded(new ExchangeTimeout(endsAt - startedAt));
      try {
        return await exchange(
          pool,
          {
            method: request.method,
            path: request.path,
            headers: { ...request.headers, [deadlineHeader]: String(left) },
            body: request.body ?? null,
          },
          left,
        );
      } catch (error) {
        const again = neverSent(error) || (broken(error) && request.method === "GET");
        const waitMilliseconds = 1_000 * backoffSeconds(attempt, 0.025, 0.25);
        const now = Date.now();
        if (!again || now + waitMilliseconds > Math.min(endsAt, startedAt + restartMilliseconds)) throw error;
        await sleep(waitMilliseconds);
      }
    }
  };

  return {
    context: () => options.context() ?? deliveryContext.getStore(),
    send,
    close: () => pool.destroy(),
  };
};
