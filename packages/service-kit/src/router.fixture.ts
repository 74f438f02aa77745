import { defineRoute, Problem, Refusal } from "@caravan/contracts";
import * as v from "valibot";
import { expect } from "vitest";
import { Answer, callContext, createRouter } from "./index.ts";

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
    success: { status: 201, also: [200], body: v.object({ said: v.string() }) },
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
/** The context in which the last request was handled. */
export const lastContext = () => seen;

export const router = createRouter({ app: "demo", version: "v2" }).mount(routes, {
  echo: async ({ params, body, idempotencyKey }) => {
    seen = callContext();
    callContext()?.served("other=v1, third=v3");
    if (body.word === "no")
      throw new Refusal({ kind: "conflict", code: "said-no", detail: "No.", retryAfterSeconds: 3 });
    if (body.word === "crash") throw new Error("secret internals");
    if (body.word === "lie") return { said: 7 as unknown as string };
    if (body.word === "odd") return new Answer(202, { said: "odd" });
    if (body.word === "again") return new Answer(200, { said: "again" }, { "idempotency-replayed": "true" });
    return { said: `${params.thing} ${body.word} ${idempotencyKey}` };
  },
  end: async () => ({}),
});

/** Posts to the route that echoes, unless another path is named. */
export const post = (
  body: unknown,
  init: { path?: string; headers?: Record<string, string>; method?: string } = {},
) =>
  router.request(init.path ?? "/v1/things/a", {
    method: init.method ?? "POST",
    headers: { "content-type": "application/json", "idempotency-key": "k1", ...init.headers },
    body: typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body),
  });

export const problemOf = async (response: Response): Promise<Problem> => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return v.parse(Problem, await response.json());
};
