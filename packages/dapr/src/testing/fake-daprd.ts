import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { connectSidecar, type Sidecar, type SidecarOptions } from "../sidecar.ts";

/** A request the fake got. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the fake replies; `never` leaves the caller waiting, `break` cuts the connection. */
export type FakeReply =
  | "never"
  | "break"
  | { status?: number; headers?: Record<string, string>; body?: unknown };

/** A stand-in for daprd's HTTP API on a port of its own. */
export interface FakeDaprd {
  readonly port: number;
  readonly received: Received[];
  /** A sidecar connected to it; closed with it. */
  connect(options?: Partial<SidecarOptions>): Sidecar;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a fake that answers every request by `answer`.
 *
 * @example
 * await using daprd = await startFakeDaprd(() => ({ status: 204 }));
 */
export const startFakeDaprd = async (
  answer: (request: Received) => FakeReply,
  port = 0,
): Promise<FakeDaprd> => {
  const received: Received[] = [];
  const sidecars: Sidecar[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const got = { method, url, headers, body: Buffer.concat(chunks).toString() };
      received.push(got);
      const reply = answer(got);
      if (reply === "never") return;
      if (reply === "break") {
        request.socket.destroy();
        return;
      }
      const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
      response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers });
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    received,
    connect(options = {}) {
      const sidecar = connectSidecar({
        httpPort: own,
        context: () => undefined,
        defaultTimeoutSeconds: 20,
        ...options,
      });
      sidecars.push(sidecar);
      return sidecar;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(sidecars.map((sidecar) => sidecar.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
