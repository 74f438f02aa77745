import { Client, type Dispatcher } from "undici";
import type { Send } from "./closed-loop.ts";

/** One request of a lane. */
export interface LaneRequest {
  method: "GET" | "POST" | "PUT";
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Read the reply's body for any status: the next request depends on it. */
  read?: true;
}

/** Connections of one lane: one request at a time, in turn over its source addresses. */
export interface Lane {
  send(request: LaneRequest): Promise<Reply>;
  close(): Promise<void>;
}

/** The part of a reply that a load needs. */
export interface Reply {
  status: number;
  /** Of failures, since they are few and say why; of others if the request wants it. */
  text: string;
}

/** The timeout of a benchmark's request. */
const timeoutMilliseconds = 30_000;

/** @param from local addresses, one connection each; an empty list: one connection from an address that the kernel picks */
export const openLane = (origin: string, from: readonly string[] = []): Lane => {
  const options: Client.Options = {
    pipelining: 1,
    headersTimeout: timeoutMilliseconds,
    bodyTimeout: timeoutMilliseconds,
    keepAliveTimeout: 60_000,
  };
  const clients =
    from.length === 0
      ? [new Client(origin, options)]
      : from.map((localAddress) => new Client(origin, { ...options, localAddress }));
  let turn = 0;
  return {
    send(request) {
      const client = clients[turn++ % clients.length];
      if (!client) throw new Error("a lane has at least one connection");
      return exchange(client, request);
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
};

/** undici's dispatch interface: `request()` makes streams for every call, and the generator's CPU is taken from the shop's. */
const exchange = (client: Client, { method, path, headers, body, read }: LaneRequest): Promise<Reply> =>
  new Promise((resolve, reject) => {
    let status = 0;
    let text = "";
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_, statusCode) {
        status = statusCode;
      },
      onResponseData(_, chunk) {
        if (read || (status >= 300 && text.length < 500)) text += chunk.toString();
      },
      onResponseEnd: () => resolve({ status, text }),
      onResponseError: (_, error) => reject(error),
    };
    client.dispatch({ method, path, headers, body: body ?? null }, handler);
  });

/** The name of a failure without a reply, such as `ECONNRESET`. */
export const faultName = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);

/** A request that is sent again and again; an unexpected status is a failure, named by status and problem code. */
export const sendAgainAndAgain =
  (lane: Lane, next: () => LaneRequest, expected = 200): Send =>
  async () => {
    try {
      const { status, text } = await lane.send(next());
      if (status === expected) return undefined;
      const code = /"code":\s*"([^"]+)"/.exec(text)?.[1];
      return code === undefined ? String(status) : `${status} ${code}`;
    } catch (error) {
      return faultName(error);
    }
  };
