import { request } from "undici";
import { nextAgent } from "./agents.ts";
import { shop } from "./shop.ts";
import { type Shopper, versionsIn } from "./shopper.ts";

/** A stream of events that is open. */
export interface Stream {
  /** Which version of each service took part: `{ release: "v2" }`. */
  readonly servedBy: Record<string, string>;
  /** Resolves when it has ended, from either side. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens a stream of events in a shopper's name. @throws Error when it is refused */
export const openStream = async (shopper: Shopper, path: string): Promise<Stream> => {
  const closes = new AbortController();
  const { statusCode, headers, body } = await request(new URL(path, (await shop()).shop), {
    dispatcher: await nextAgent(),
    headers: { authorization: `Bearer ${shopper.session.accessToken}`, accept: "text/event-stream" },
    signal: closes.signal,
  });
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${await body.text()}`);
  const ended = (async () => {
    try {
      for await (const _ of body);
    } catch {
      // Cut off, or closed here: it has ended.
    }
  })();
  return { servedBy: versionsIn(headers["x-served-by"]), ended, close: () => closes.abort() };
};
