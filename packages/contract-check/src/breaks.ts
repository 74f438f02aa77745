import type { Contracts, Operation } from "./documents.ts";
import { type Gap, gaps } from "./gaps.ts";
import type { JsonSchema } from "./json-schema.ts";

/**
 * Every way in which contracts break those who were built to the released ones; empty when none does.
 *
 * - Of an event both directions count: subscribers of before get events of now, and those of now events of before,
 *   which wait in outboxes and streams. So only optional fields may be added.
 * - Of a route the requests of before must be good now, and the replies of now good for callers of before.
 */
export function breaks(released: Contracts, current: Contracts): string[] {
  return [
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
}

function eventBreaks(before: JsonSchema, now: JsonSchema): string[] {
  const lines = [...outputs(before, now, "data"), ...inputs(before, now, "data")];
  return [...new Set(lines)];
}

function operationBreaks(before: Operation, now: Operation): string[] {
  const changed = (["method", "path", "status", "mediaType"] as const)
    .filter((part) => before[part] !== now[part])
    .map((part) => `${part} was ${before[part]} and is ${now[part]}`);
  const nothing = { type: "object" };
  return [
    ...changed,
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
}

/** What was sent before must be taken now. */
const inputs = (before: JsonSchema, now: JsonSchema, path: string): string[] =>
  gaps(before, now, "from", path).map(({ from, to, ...where }) => sentence(where, from, to));

/** What is sent now must be taken by those of before. */
const outputs = (before: JsonSchema, now: JsonSchema, path: string): string[] =>
  gaps(now, before, "to", path).map(({ from, to, ...where }) => sentence(where, to, from));

const sentence = ({ path, what }: Pick<Gap, "path" | "what">, was: string, is: string): string =>
  what === "presence" ? `${path} was ${was} and is ${is}` : `${path}: ${what} was ${was} and is ${is}`;

/** `order.placed.v1` may go when there is an `order.placed.v2`. */
function hasLater(topic: string, topics: readonly string[]): boolean {
  const [, name, version] = /^(.*)\.v(\d+)$/.exec(topic) ?? [];
  return topics.some((other) => {
    const [, otherName, otherVersion] = /^(.*)\.v(\d+)$/.exec(other) ?? [];
    return otherName === name && Number(otherVersion) > Number(version);
  });
}

/** `GET /v1/orders` may go when there is a `GET /v2/orders`. */
function hasLaterRoute(before: Operation, now: readonly Operation[]): boolean {
  const versioned = /^\/v(\d+)(\/.*)$/;
  const [, version, rest] = versioned.exec(before.path) ?? [];
  return now.some(({ method, path }) => {
    const [, otherVersion, otherRest] = versioned.exec(path) ?? [];
    return method === before.method && otherRest === rest && Number(otherVersion) > Number(version);
  });
}
