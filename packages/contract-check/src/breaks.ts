import type { Contracts } from "./documents.ts";
import { type Gap, gaps } from "./gaps.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { Operation } from "./operation.ts";

/**
 * The breaking changes against the released contracts; empty when there are none.
 *
 * - For an event both directions count: old subscribers get new events, and new subscribers get old events,
 *   which wait in outboxes and streams. So only optional fields may be added.
 * - For a route old requests must stay valid, and new replies must be valid for old callers.
 */
export const breaks = (released: Contracts, current: Contracts): string[] => [
  ...Object.entries(released.events).flatMap(([topic, schema]) => {
    const now = current.events[topic];
    if (now) return eventBreaks(schema, now).map((fault) => `event ${topic}: ${fault}`);
    return hasLater(topic, Object.keys(current.events))
      ? []
      : [`event ${topic} is gone: publish it until every subscriber has moved to a new version`];
  }),
  ...Object.entries(released.services).flatMap(([service, operations]) =>
    Object.entries(operations).flatMap(([id, before]) => {
      const now = current.services[service]?.[id];
      if (now) return operationBreaks(before, now).map((fault) => `route ${service}.${id}: ${fault}`);
      return hasLaterRoute(before, Object.values(current.services[service] ?? {}))
        ? []
        : [`route ${service}.${id} (${before.method} ${before.path}) is gone: serve it beside the new one`];
    }),
  ),
];

const eventBreaks = (before: JsonSchema, now: JsonSchema): string[] => {
  const lines = [...outputs(before, now, "data"), ...inputs(before, now, "data")];
  return [...new Set(lines)];
};

/** What breaks a caller of an operation as it was. */
export const operationBreaks = (before: Operation, now: Operation): string[] => {
  const changed = (["method", "path", "status", "mediaType"] as const)
    .filter((part) => before[part] !== now[part])
    .map((part) => `${part} was ${before[part]} and is ${now[part]}`);
  const unknown = (now.also ?? []).filter(
    (status) => ![before.status, ...(before.also ?? [])].includes(status),
  );
  const nothing = { type: "object" };
  return [
    ...changed,
    ...unknown.map((status) => `status ${status} is new, and unknown to callers`),
    ...(before.access === now.access || now.access === "public"
      ? []
      : [`access was ${before.access} and is ${now.access}`]),
    ...(now.idempotent && !before.idempotent ? ["it demands an Idempotency-Key now"] : []),
    ...(now.body && !before.body ? ["it demands a body now"] : []),
    ...inputs(before.params ?? nothing, now.params ?? nothing, "params"),
    ...inputs(before.query ?? nothing, now.query ?? nothing, "query"),
    ...(before.body && now.body ? inputs(before.body, now.body, "body") : []),
    ...(before.body && !now.body ? ["body was read and is ignored"] : []),
    ...outputs(before.reply, now.reply, "reply"),
  ];
};

/** Old values must be accepted now. */
const inputs = (before: JsonSchema, now: JsonSchema, path: string): string[] =>
  gaps(before, now, "from", path).map(({ from, to, ...where }) => sentence(where, from, to));

/** New values must be accepted by old readers. */
export const outputs = (before: JsonSchema, now: JsonSchema, path: string): string[] =>
  gaps(now, before, "to", path).map(({ from, to, ...where }) => sentence(where, to, from));

const sentence = ({ path, what }: Pick<Gap, "path" | "what">, was: string, is: string): string =>
  what === "presence" ? `${path} was ${was} and is ${is}` : `${path}: ${what} was ${was} and is ${is}`;

/** `order.placed.v1` may be removed when there is an `order.placed.v2`. */
export const hasLater = (topic: string, topics: readonly string[]): boolean => {
  const [, name, version] = /^(.*)\.v(\d+)$/.exec(topic) ?? [];
  return topics.some((other) => {
    const [, otherName, otherVersion] = /^(.*)\.v(\d+)$/.exec(other) ?? [];
    return otherName === name && Number(otherVersion) > Number(version);
  });
};

/** `GET /v1/orders` may be removed when there is a `GET /v2/orders`. */
const hasLaterRoute = (before: Operation, now: readonly Operation[]): boolean => {
  const versioned = /^\/v(\d+)(\/.*)$/;
  const [, version, rest] = versioned.exec(before.path) ?? [];
  return now.some(({ method, path }) => {
    const [, otherVersion, otherRest] = versioned.exec(path) ?? [];
    return method === before.method && otherRest === rest && Number(otherVersion) > Number(version);
  });
};
