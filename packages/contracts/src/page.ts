import * as v from "valibot";
import { OpaqueText } from "./text.ts";

/** Most items of one page of a list. */
export const maximumPageSize = 100;

const limit = (fallback: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[0-9]{1,4}$/, "must be a whole number"),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(maximumPageSize, `must not be above ${maximumPageSize}`),
    ),
    String(fallback),
  );

/** Query parameters of every list: the cursor, and the number of items per page. */
export const PageQuery = {
  /** The `nextCursor` of the previous page; opaque to callers. */
  cursor: v.optional(OpaqueText(200)),
  limit: limit(24),
};

/** One page of a list. `nextCursor` is absent on the last page. */
export const Page = <const S extends v.GenericSchema>(item: S) =>
  v.object({ items: v.array(item), nextCursor: v.optional(v.string()) });
