import * as v from "valibot";

/**
 * An error reply: `application/problem+json`.
 *
 * @see RFC 9457, Problem Details for HTTP APIs
 */
export const Problem = v.object({
  /** A URI for the type of problem: `urn:caravan:problem:<code>`. */
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  detail: v.string(),
  /** The path of the failed request. */
  instance: v.string(),
  /** Stable slug that programs may test for. */
  code: v.string(),
  /** Errors by field; only for invalid input. */
  errors: v.optional(v.array(v.object({ field: v.string(), detail: v.string() }))),
});
export type Problem = v.InferOutput<typeof Problem>;

/** Media type of a {@link Problem}. */
export const problemMediaType = "application/problem+json";
