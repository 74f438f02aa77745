import { type CloudEvent, defineEvent, defineRoute } from "@caravan/contracts";
import * as v from "valibot";

// A small contract, so that the tests do not change with the shop's.

export const getThing = defineRoute({
  id: "getThing",
  method: "GET",
  path: "/v1/things/:thingId",
  summary: "Shows a thing.",
  access: "service",
  params: v.object({ thingId: v.string() }),
  query: v.object({ color: v.optional(v.string()), size: v.optional(v.number()) }),
  success: { status: 200, body: v.object({ name: v.string() }) },
  refusals: ["thing-unknown"],
});

export const makeThing = defineRoute({
  id: "makeThing",
  method: "POST",
  path: "/v1/things",
  summary: "Makes a thing.",
  access: "service",
  idempotent: true,
  body: v.object({ name: v.string() }),
  success: { status: 201, also: [202], body: v.object({ name: v.string() }) },
  refusals: ["thing-taken"],
});

export const thingMade = defineEvent({
  topic: "thing.made.v1",
  summary: "A thing was made.",
  data: v.object({ name: v.string() }),
});

export const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

export const eventOf = (id: string, more: Partial<CloudEvent> = {}): CloudEvent => ({
  specversion: "1.0",
  id,
  source: "/caravan/test",
  type: thingMade.topic,
  data: { name: id },
  ...more,
});
