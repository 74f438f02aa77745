import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { JsonSchema } from "./json-schema.ts";

/** The JSON Schema of a sender's value (`input`) or a receiver's value (`output`). */
export const jsonSchemaOf = (schema: v.GenericSchema, typeMode: "input" | "output"): JsonSchema => {
  const document = toJsonSchema(schema, { typeMode, errorMode: "ignore", target: "draft-2020-12" });
  const { $schema: _, ...rest } = v.parse(JsonSchema, document);
  return rest;
};
