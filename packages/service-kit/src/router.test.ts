import { accessCookieName } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { subjectHeader } from "./index.ts";
import { lastContext, post, problemOf, router } from "./router.fixture.ts";

describe("a mounted route", () => {
  it("passes parsed parts to the handler and answers with the contract's status", async () => {
    const response = await post({ word: "hi" });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ said: "a hi k1" });
  });
  it("accepts a body that begins with a byte order mark", async () => {
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
  it("reveals nothing of an unexpected error", async () => {
    const problem = await problemOf(await post({ word: "crash" }));
    expect(problem).toMatchObject({ status: 500, code: "internal" });
    expect(JSON.stringify(problem)).not.toContain("secret");
  });
  it("never sends a reply that breaks its contract", async () => {
    expect((await post({ word: "lie" })).status).toBe(500);
  });
  it("can answer with headers, and with another status that its contract names", async () => {
    expect((await post({ word: "odd" })).status).toBe(500);
    const response = await post({ word: "again" });
    expect([response.status, response.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
  });
});

describe("outgoing calls", () => {
  it("continue the caller's trace and deadline, and carry the access token and no cookie", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const subject = "gst_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20";
    const cookie = `session=secret; ${accessCookieName}=t`;
    const headers = { traceparent, "x-deadline-ms": "2000", cookie, [subjectHeader]: subject };
    await post({ word: "hi" }, { headers });
    expect(lastContext()?.headers).toEqual({ traceparent, authorization: "Bearer t" });
    expect((lastContext()?.deadlineAt ?? 0) - Date.now()).toBeLessThanOrEqual(2000);
  });
  it("get a fresh trace when the caller's is malformed", async () => {
    await post({ word: "hi" }, { headers: { traceparent: "00-zz" } });
    expect(lastContext()?.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });
});

describe("the platform's tables", () => {
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
