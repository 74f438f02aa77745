import * as v from "valibot";
import { Refusal } from "./refusal.ts";

/** Encodes the sort key of a page's last item as an opaque cursor. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString("base64url");

/**
 * Decodes a cursor made by {@link encodeCursor}.
 *
 * @throws Refusal `cursor-unknown` when it is not one of ours.
 * @example decodeCursor(v.tuple([v.string()]), query.cursor)
 */
export const decodeCursor = <const S extends v.GenericSchema>(
  key: S,
  cursor: string | undefined,
): v.InferOutput<S> | undefined => {
  if (cursor === undefined) return undefined;
  try {
    return v.parse(key, JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new Refusal({
      kind: "invalid",
      code: "cursor-unknown",
      detail: "The cursor is not one of this list; leave it out to start from the beginning.",
      cause,
    });
  }
};
