import { defineRoute, Problem, Refusal, refusalKinds } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  Answer,
  accessCookieName,
  callContext,
  createRouter,
  refusalStatus,
  subjectHeader,
} from "./index.ts";

const routes = {
  echo: defineRoute({
    id: "echo",
    method: "POST",
    path: "/v1/things/:thing",
    summary: "Echoes.",
    access: "public",
    params: v.object({ thing: v.picklist(["a", "b"]) }),
    query: v.strictObject({ n: v.optional(v.pipe(v.string(), v.toNumber())) }),
    body: v.strictObject({ word: v.pipe(v.string(), v.maxLength(5)), list: v.optional(v.array(v.number())) }),
    success: { status: 201, body: v.object({ said: v.string() }) },
    refusals: ["said-no"],
    idempotent: true,
  }),
  end: defineRoute({
    id: "end",
    method: "POST",
    path: "/v1/ends",
    summary: "Ends, for a reason that may be left out.",
    access: "public",
    body: v.strictObject({ reason: v.optional(v.string()) }),
    success: { status: 200, body: v.object({}) },
    refusals: [],
  }),
};

let seen: ReturnType<typeof callContext>;
const router = createRouter({ app: "demo", version: "v2" }).mount(routes, {
  echo: async ({ params, body, idempotencyKey }) => {
    seen = callContext();
    callContext()?.served("other=v1, third=v3");
    if (body.word === "no")
      throw new Refusal({ kind: "conflict", code: "said-no", detail: "No.", retryAfterSeconds: 3 });
    if (body.word === "crash") throw new Error("secret internals");
    if (body.word === "lie") return { said: 7 as unknown as string };
    if (body.word === "again") return new Answer(200, { said: "again" }, { "idempotency-replayed": "true" });
    return { said: `${params.thing} ${body.word} ${idempotencyKey}` };
  },
  end: async () => ({}),
});

const post = (
  body: unknown,
  init: { path?: string; headers?: Record<string, string>; method?: string } = {},
) =>
  router.request(init.path ?? "/v1/things/a", {
    method: init.method ?? "POST",
    headers: { "content-type": "application/json", "idempotency-key": "k1", ...init.headers },
    body: typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body),
  });

const bytes = (text: string, encoding: BufferEncoding): Blob => new Blob([Buffer.from(text, encoding)]);

const problemOf = async (response: Response): Promise<Problem> => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return v.parse(Problem, await response.json());
};

describe("a mounted route", () => {
  it("hands over parsed parts and answers with the contract's status", async () => {
    const response = await post({ word: "hi" });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ said: "a hi k1" });
  });
  it("takes a body that begins with a byte order mark", async () => {
    expect((await post('\ufeff{"word":"hi"}')).status).toBe(201);
  });
  it("names every service and version that took part", async () => {
    expect((await post({ word: "hi" })).headers.get("x-served-by")).toBe("demo=v2, other=v1, third=v3");
  });
  it("lists every wrong field at once", async () => {
    const problem = await problemOf(
      await post({ word: "far too long", list: [1, "2"] }, { path: "/v1/things/c?n=x" }),
    );
    expect(problem.status).toBe(400);
    expect(problem.errors?.map((error) => error.field).sort()).toEqual([
      "body.list.1",
      "body.word",
      "path.thing",
      "query.n",
    ]);
  });
  it("turns a refusal into its status, code and Retry-After", async () => {
    const response = await post({ word: "no" });
    expect(response.headers.get("retry-after")).toBe("3");
    expect(await problemOf(response)).toMatchObject({
      status: 409,
      code: "said-no",
      type: "urn:caravan:problem:said-no",
      instance: "/v1/things/a",
    });
  });
  it("tells nothing of an unexpected error", async () => {
    const problem = await problemOf(await post({ word: "crash" }));
    expect(problem).toMatchObject({ status: 500, code: "internal" });
    expect(JSON.stringify(problem)).not.toContain("secret");
  });
  it("never sends a reply that breaks its contract", async () => {
    expect((await post({ word: "lie" })).status).toBe(500);
  });
  it("can answer with a status and headers of its own", async () => {
    const response = await post({ word: "again" });
    expect([response.status, response.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
  });
});

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
  });
});

describe("outgoing calls", () => {
  it("continue the caller's trace and deadline, and carry the access token and no cookie", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const subject = "gst_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20";
    const cookie = `session=secret; ${accessCookieName}=t`;
    const headers = { traceparent, "x-deadline-ms": "2000", cookie, [subjectHeader]: subject };
    await post({ word: "hi" }, { headers });
    expect(seen?.headers).toEqual({ traceparent, authorization: "Bearer t" });
    expect((seen?.deadlineAt ?? 0) - Date.now()).toBeLessThanOrEqual(2000);
  });
  it("get a fresh trace when the caller's is malformed", async () => {
    await post({ word: "hi" }, { headers: { traceparent: "00-zz" } });
    expect(seen?.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });
});

describe("the platform's tables", () => {
  it("give every kind of refusal a status", () => {
    expect(Object.keys(refusalStatus).sort()).toEqual([...refusalKinds].sort());
  });
  it("describe every mounted route in OpenAPI 3.1", async () => {
    const document = (await (await router.request("/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { parameters: { name: string }[] }>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(["/v1/things/{thing}", "/v1/ends"]);
    expect(document.paths["/v1/things/{thing}"]?.post?.parameters.map((parameter) => parameter.name)).toEqual(
      ["thing", "n", "Idempotency-Key"],
    );
  });
});
