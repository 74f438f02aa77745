import type { Dispatcher } from "undici";

/** One request, path and all as it is to go out: no URL parser tidies it up. */
export interface Request {
  readonly origin: string;
  readonly method: Dispatcher.HttpMethod;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes go out as they are, whatever their encoding. */
  readonly body?: string | Uint8Array | undefined;
}

/** A reply as it came. */
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
