import { limitBody } from "@caravan/body-limit";
import type { Context } from "hono";
import {
  bodyNotJson,
  bodyNotUtf8,
  bodyTooLarge,
  contentEncodingUnsupported,
  mediaTypeUnsupported,
} from "./refusals.ts";

/** Larger bodies are refused: no contract needs more. */
const maximumBodyBytes = 64 * 1024;

/** Reads a JSON body. @throws Refusal when it is not JSON, too large, or not UTF-8 (RFC 8259 section 8.1). */
export const readJson = async (c: Context): Promise<unknown> => {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/(.+\+)?json\s*(;|$)/i.test(type)) throw mediaTypeUnsupported();
  const text = decodeUtf8(await readLimited(c), "skip-mark");
  try {
    return JSON.parse(text);
  } catch {
    throw bodyNotJson();
  }
};

/** Reads a raw body, for its signature: a byte order mark stays. */
export const readRawText = async (c: Context): Promise<string> =>
  decodeUtf8(await readLimited(c), "keep-mark");

/**
 * Parses a form as browsers send it. Its percent-encoded bytes must be UTF-8 as well: `URLSearchParams` would silently replace others by
 * U+FFFD, and they would be stored damaged. Of a name that occurs twice the last value counts.
 *
 * @see https://url.spec.whatwg.org/#urlencoded-parsing
 * @throws Refusal `body-not-utf-8`
 */
export const parseForm = (body: ArrayBuffer): Record<string, string> => {
  // One character per byte, so that raw bytes and percent-encoded ones become the same.
  const pairs = Buffer.from(body).toString("latin1").split("&");
  return Object.fromEntries(
    pairs.filter(Boolean).map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [decodePart(name), decodePart(value.join("="))];
    }),
  );
};

const decodePart = (part: string): string =>
  decodeUtf8(percentDecode(part.replaceAll("+", " ")), "keep-mark");

/** The bytes that percent signs stand for, of a text with one character per byte; a percent sign alone stands for itself. */
const percentDecode = (text: string): Uint8Array =>
  Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );

const decoders = {
  "keep-mark": new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }),
  "skip-mark": new TextDecoder("utf-8", { fatal: true }),
};

const decodeUtf8 = (bytes: Uint8Array, mark: keyof typeof decoders): string => {
  try {
    return decoders[mark].decode(bytes);
  } catch {
    throw bodyNotUtf8();
  }
};

/** Whether path and query of a request are UTF-8 once their percent signs are resolved; routers do not decode others. */
export const isUtf8Url = (url: string): boolean => {
  if (!url.includes("%")) return true;
  try {
    decoders["keep-mark"].decode(percentDecode(url));
    return true;
  } catch {
    return false;
  }
};

/** Compressed bodies are refused, with a header of the accepted encodings (RFC 9110 sections 12.5.3 and 15.5.16). */
const refuseEncoded = (c: Context): void => {
  const encoding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "";
  if (encoding === "" || encoding === "identity") return;
  c.header("accept-encoding", "identity");
  throw contentEncodingUnsupported();
};

const limit = limitBody({
  mostBytes: maximumBodyBytes,
  onTooLarge: () => {
    throw bodyTooLarge(maximumBodyBytes);
  },
});

/** Reads the body without ever holding more than the limit, whatever the sender claims its length to be. */
const readLimited = async (c: Context): Promise<Uint8Array> => {
  refuseEncoded(c);
  await limit(c, async () => {});
  return new Uint8Array(await c.req.arrayBuffer());
};
