import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/** How much of a body is accepted, and what becomes of a request with more. */
export interface BodyLimit {
  readonly mostBytes: number;
  /** Answers a request whose body is too large, or throws. */
  readonly onTooLarge: (c: Context) => Response | Promise<Response>;
}

/**
 * Refuses bodies that are larger than allowed. One with a declared length is not read for it: Node's parser holds the sender to that
 * length (RFC 9112 section 6.3). Any other is counted while it arrives.
 */
export const limitBody = ({ mostBytes, onTooLarge }: BodyLimit): MiddlewareHandler => {
  const counted = bodyLimit({ maxSize: mostBytes, onError: onTooLarge });
  return async (c, next) => {
    const declared = declaredBytes(c);
    if (declared === undefined) return counted(c, next);
    if (declared > mostBytes) return onTooLarge(c);
    await next();
  };
};

/** A length beside a transfer encoding does not count (RFC 9112 section 6.3). */
const declaredBytes = (c: Context): number | undefined => {
  const length = c.req.header("content-length");
  return length !== undefined && /^\d+$/.test(length) && c.req.header("transfer-encoding") === undefined
    ? Number(length)
    : undefined;
};
