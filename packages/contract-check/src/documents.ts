import type { EventDefinition, RouteDefinition } from "@caravan/contracts";
import * as contracts from "@caravan/contracts";
import { isEvent } from "@caravan/contracts/events";
import type { JsonSchema } from "./json-schema.ts";
import { jsonSchemaOf } from "./json-schema-of.ts";
import type { Operation } from "./operation.ts";

/** All contracts: events by topic, operations by service and id. */
export interface Contracts {
  events: Record<string, JsonSchema>;
  services: Record<string, Record<string, Operation>>;
}

/** The code's contracts. Tables of routes are recognised by their name: `orderRoutes`, `orderStaffRoutes`. */
export const currentContracts = (exported: Readonly<Record<string, unknown>> = contracts): Contracts => {
  const events: Contracts["events"] = {};
  const services: Contracts["services"] = {};
  for (const [name, value] of Object.entries(exported)) {
    if (isEvent(value)) events[value.topic] = eventSchema(value);
    const service = /^([a-z]+)(?:[A-Z][a-z]+)?Routes$/.exec(name)?.[1];
    if (service === undefined) continue;
    const routes = Object.values(Object(value)).filter(isRoute);
    services[service] = {
      ...services[service],
      ...Object.fromEntries(routes.map((route) => [route.id, operation(route)])),
    };
  }
  return { events, services };
};

/** The schema of an event's `data`, for CloudEvents' `dataschema`. */
const eventSchema = ({ topic, summary, data }: EventDefinition): JsonSchema => {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:caravan:event:${topic}`,
    title: topic,
    description: summary,
    ...jsonSchemaOf(data, "output"),
  };
};

const operation = (route: RouteDefinition): Operation => {
  const input = (part: "params" | "query" | "body") =>
    route[part] === undefined ? {} : { [part]: jsonSchemaOf(route[part], "input") };
  return {
    summary: route.summary,
    method: route.method,
    path: route.path,
    access: route.access,
    idempotent: route.idempotent ?? false,
    ...input("params"),
    ...input("query"),
    ...input("body"),
    status: route.success.status,
    ...(route.success.also !== undefined && { also: [...route.success.also] }),
    mediaType: route.success.mediaType ?? "application/json",
    reply: jsonSchemaOf(route.success.body, "output"),
    refusals: [...route.refusals],
  };
};

const isRoute = (value: unknown): value is RouteDefinition =>
  typeof value === "object" && value !== null && "method" in value && "success" in value;
