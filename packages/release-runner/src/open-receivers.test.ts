import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openReceivers, type ReleaseNotice } from "./open-receivers.ts";

/** Alertmanager's API as far as it is used: what was posted, and what it answers. */
const posted: string[] = [];
const says = { status: 200, body: "[]" };
const server = createServer(async (request, response) => {
  posted.push(`${request.method} ${request.url} ${await text(request)}`);
  response.writeHead(says.status).end(says.body);
});
let receivers: ReturnType<typeof openReceivers>;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("it does not listen");
  receivers = openReceivers(`http://127.0.0.1:${address.port}`);
});
afterAll(() => server.close());
beforeEach(() => {
  posted.length = 0;
  Object.assign(says, { status: 200, body: "[]" });
});

const notice = (changes: Partial<ReleaseNotice> = {}): ReleaseNotice => ({
  ...{ id: "rel_1/4", release: "rel_1", service: "order", receiver: "wecom", occasion: "held" },
  ...{ words: ["order is held."], at: new Date("2026-11-29T10:00:00Z"), ...changes },
});

test("a plan can name what is switched on for releases, and no receiver of alerts", async () => {
  says.body = JSON.stringify([{ name: "page" }, { name: "release-wecom" }, { name: "nowhere" }]);
  expect(await receivers.names()).toEqual(["wecom"]);
});

test("a message told again is the same alert, so that people are told once", async () => {
  for (const at of [new Date(1_000), new Date(9_000)]) await receivers.tell(notice({ at }));
  const [first, second] = posted.map((line) => line.match(/"labels":\{.*?\}/)?.[0]);
  expect(first).toContain('"notice":"rel_1/4"');
  expect(second).toBe(first);
});

test("a message is bounded, and ends with a whole sentence", async () => {
  await receivers.tell(notice({ words: ["order is held.", "x".repeat(700), "y".repeat(200)] }));
  expect(posted[0]).toContain(`"words":"order is held.\\n\\n${"x".repeat(700)}"`);
});

test("what Alertmanager does not take is an error in its words, without an address that holds a key", async () => {
  Object.assign(says, { status: 400, body: "invalid label set" });
  await expect(receivers.tell(notice())).rejects.toThrow(
    /cannot be told: it answered 400: invalid label set/,
  );
  await expect(openReceivers("http://127.0.0.1:1").names()).rejects.toThrow(/127.0.0.1:1 cannot be told/);
});
