import { describe, expect, it } from "vitest";
import { post, problemOf, router } from "./router.fixture.ts";

const bytes = (text: string, encoding: BufferEncoding): Blob => new Blob([Buffer.from(text, encoding)]);

describe("bad input is a problem document:", () => {
  it.each([
    ["no JSON", () => post("{nope"), 400, "body-not-json"],
    ["no body", () => post(""), 400, "body-not-json"],
    ["Latin-1", () => post(bytes('{"word":"Köln"}', "latin1")), 400, "body-not-utf-8"],
    ["UTF-16", () => post(bytes('{"word":"hi"}', "utf16le")), 400, "body-not-json"],
    [
      "an encoded surrogate (CESU-8)",
      () => post(bytes('{"word":"\xed\xa0\x80"}', "latin1")),
      400,
      "body-not-utf-8",
    ],
    [
      "a query that is not UTF-8",
      () => post({ word: "hi" }, { path: "/v1/things/a?n=%ff" }),
      400,
      "input-invalid",
    ],
    [
      "a path that is not UTF-8",
      () => post({ word: "hi" }, { path: "/v1/things/%e4" }),
      400,
      "input-invalid",
    ],
    [
      "another media type",
      () => post("word=hi", { headers: { "content-type": "text/plain" } }),
      415,
      "media-type-unsupported",
    ],
    ["a huge body", () => post({ word: "x".repeat(70_000) }), 413, "body-too-large"],
    ["an unknown field", () => post({ word: "hi", price: 1 }), 400, "input-invalid"],
    ["an unknown query", () => post({ word: "hi" }, { path: "/v1/things/a?x=1" }), 400, "input-invalid"],
    ["an array for an object", () => post([]), 400, "input-invalid"],
    [
      "an unusable Idempotency-Key",
      () => post({ word: "hi" }, { headers: { "idempotency-key": "x".repeat(101) } }),
      400,
      "idempotency-key-malformed",
    ],
    [
      "an Idempotency-Key with a space",
      () => post({ word: "hi" }, { headers: { "idempotency-key": "a b" } }),
      400,
      "idempotency-key-malformed",
    ],
    [
      "an Idempotency-Key that is not ASCII",
      () => post({ word: "hi" }, { headers: { "idempotency-key": "\u00e9" } }),
      400,
      "idempotency-key-malformed",
    ],
    [
      "an empty Idempotency-Key",
      () => post({ word: "hi" }, { headers: { "idempotency-key": " " } }),
      400,
      "idempotency-key-missing",
    ],
    ["an unknown path", () => post({}, { path: "/v1/nothing" }), 404, "route-unknown"],
    ["another method", () => post({}, { method: "DELETE" }), 405, "method-not-allowed"],
    [
      "a deadline that has passed",
      () => post({ word: "hi" }, { headers: { "x-deadline-ms": "0" } }),
      504,
      "deadline-exceeded",
    ],
  ])("%s", async (_, send, status, code) => {
    expect(await problemOf(await send())).toMatchObject({ status, code });
  });
  it("a huge body of undeclared length is cut off", async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10_000)) });
    const response = await router.request("/v1/things/a", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": "k" },
      body: endless,
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(413);
  });
  it("a compressed body is refused, and the reply says that none is taken", async () => {
    const send = (encoding: string) => post({ word: "hi" }, { headers: { "content-encoding": encoding } });
    const response = await send("gzip");
    expect(response.headers.get("accept-encoding")).toBe("identity");
    expect(await problemOf(response)).toMatchObject({ status: 415, code: "content-encoding-unsupported" });
    expect((await send("Identity")).status).toBe(201);
  });
  it.each(["[]", "[1]", "[{}]"])("%s is no object, even where every field may be left out", async (sent) => {
    const problem = await problemOf(await post(sent, { path: "/v1/ends" }));
    expect([problem.status, problem.code, problem.errors]).toEqual([
      400,
      "input-invalid",
      [{ field: "body", detail: "must be a JSON object, not an array" }],
    ]);
    expect((await post({}, { path: "/v1/ends" })).status).toBe(200);
  });
  it("405 says what is allowed", async () => {
    expect((await post({}, { method: "PUT" })).headers.get("allow")).toBe("POST");
    const document = await router.request("/openapi.json", { method: "DELETE" });
    expect([document.status, document.headers.get("allow")], "also without a contract").toEqual([405, "GET"]);
    const none = await router.request("/openapi.json/more", { method: "DELETE" });
    expect([none.status, none.headers.get("allow")]).toEqual([404, null]);
  });
});
