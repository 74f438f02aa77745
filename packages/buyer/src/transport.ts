import type { Dispatcher } from "undici";

/** One raw request: no URL parser normalises its path. */
export interface Request {
  readonly origin: string;
  readonly method: Dispatcher.HttpMethod;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes are sent unchanged, in any encoding. */
  readonly body?: string | Uint8Array | undefined;
}

/** A raw reply. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON. */
  json(): unknown;
}

/** Sends a request and reads its whole reply. */
export type Transport = (request: Request) => Promise<Reply>;

/** Sends over undici's pool or agent, so that a buyer can have an address of its own. */
export const overPool =
  (dispatcher: Dispatcher): Transport =>
  async ({ origin, method, path, headers, body }) => {
    const response = await dispatcher.request({ origin, method, path, headers, body: body ?? null });
    const text = await response.body.text();
    return { status: response.statusCode, headers: response.headers, text, json: () => JSON.parse(text) };
  };
