import { defineRoute } from "@caravan/contracts";
import * as v from "valibot";
import { expect, it } from "vitest";
import { openApi } from "./open-api.ts";

const route = (mediaType: string) =>
  defineRoute({
    ...{ id: "watch", method: "GET", path: "/v1/watch", summary: "Watches.", access: "public", refusals: [] },
    success: { status: 200, body: v.string(), mediaType },
  });
const contentOf = (mediaType: string) => JSON.stringify(openApi("sample", [route(mediaType)]));

it("a stream of events has no schema as a whole, which tools would hold each event against", () => {
  expect(contentOf("text/event-stream")).toContain('"content":{"text/event-stream":{}}');
  expect(contentOf("text/plain")).toContain('"content":{"text/plain":{"schema":{"type":"string"}}}');
});
