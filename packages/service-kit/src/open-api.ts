import { Problem, problemMediaType, type RouteDefinition } from "@caravan/contracts";
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { idempotencyKeyPattern } from "./refusals.ts";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the routes an app has mounted. @see OpenAPI Specification 3.1.1 */
export const openApi = (app: string, routes: readonly RouteDefinition[]): Json => {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z]+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: `Caravan ${app}`,
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: { schemas: { Problem: schemaOf(Problem, "output") } },
  };
};

const operation = (route: RouteDefinition): Json => {
  const refusals = route.refusals.length === 0 ? "" : ` Refusals: ${route.refusals.join(", ")}.`;
  const body =
    route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: schemaOf(route.body, "input") } },
          },
        };
  const reply = {
    description: "Success.",
    content: { [route.success.mediaType ?? "application/json"]: contentOf(route.success) },
  };
  return {
    operationId: route.id,
    summary: route.summary,
    parameters: [
      ...parameters(route.params, "path"),
      ...parameters(route.query, "query"),
      ...idempotencyKey(route),
    ],
    ...body,
    responses: {
      [route.success.status]: reply,
      ...Object.fromEntries((route.success.also ?? []).map((status) => [status, reply])),
      default: {
        description: `A problem document (RFC 9457).${refusals}`,
        content: { [problemMediaType]: { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
};

const parameters = (schema: v.GenericSchema | undefined, where: "path" | "query"): Json[] => {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: value,
  }));
};

const idempotencyKey = (route: RouteDefinition): Json[] =>
  route.idempotent
    ? [
        {
          name: "Idempotency-Key",
          in: "header",
          required: true,
          schema: { type: "string", pattern: idempotencyKeyPattern.source },
        },
      ]
    : [];

const schemaOf = (schema: v.GenericSchema, typeMode: "input" | "output"): Json => {
  const { $schema: _, ...document } = toJsonSchema(schema, {
    typeMode,
    errorMode: "ignore",
    target: "draft-2020-12",
  });
  return document;
};

/** What a reply holds. A stream of events has no schema as a whole: readers of the document take one for that of each event. */
const contentOf = ({ mediaType, body }: RouteDefinition["success"]) =>
  mediaType === "text/event-stream" ? {} : { schema: schemaOf(body, "output") };
