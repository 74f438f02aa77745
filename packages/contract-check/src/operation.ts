import * as v from "valibot";
import { JsonSchema } from "./json-schema.ts";

/** One published route: all that a caller relies on. */
export const Operation = v.object({
  summary: v.string(),
  method: v.string(),
  path: v.string(),
  access: v.string(),
  idempotent: v.boolean(),
  params: v.optional(JsonSchema),
  query: v.optional(JsonSchema),
  body: v.optional(JsonSchema),
  status: v.number(),
  also: v.optional(v.array(v.number())),
  mediaType: v.string(),
  reply: JsonSchema,
  refusals: v.array(v.string()),
});
export type Operation = v.InferOutput<typeof Operation>;
