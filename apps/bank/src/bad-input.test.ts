import { bankRoutes, Problem, type RouteDefinition } from "@caravan/contracts";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { asked, openFakeBank } from "./testing/fake-bank.ts";

const { api } = openFakeBank();
const headers = {
  authorization: "Bearer key-of-the-merchant",
  "content-type": "application/json",
  "idempotency-key": "key-1",
};
const samples: Record<string, string> = {
  intentId: "int_0199b63a-0009-7000-8000-000000000009",
  date: "2026-11-25",
};
const pathOf = ({ path }: RouteDefinition, value?: string) =>
  path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(value ?? samples[name] ?? ""));

/** Sends it and expects a problem document with a 4xx status. */
const refused = async (path: string, init: RequestInit) => {
  const reply = await api.request(path, init);
  const problem = v.parse(Problem, await reply.json());
  expect([problem.status >= 400 && problem.status < 500, reply.status]).toEqual([true, problem.status]);
  return problem;
};
const routes: readonly RouteDefinition[] = Object.values(bankRoutes);
const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0, 1.5, 2 ** 53, "", "a b", "é", "x".repeat(501)));

describe.each(routes.filter(({ body }) => body !== undefined))("$method $path", (route) => {
  it("refuses any body that does not fit its contract", async () => {
    const nearly = fc.record({
      merchantReference: fc.oneof(odd, fc.constant(asked.merchantReference)),
      amountCents: fc.oneof(odd, fc.constant(1)),
      currency: fc.oneof(odd, fc.constant("EUR")),
      returnUrl: fc.oneof(odd, fc.webUrl()),
      callbackUrl: fc.oneof(odd, fc.webUrl()),
    });
    const bodies = fc
      .oneof(odd, nearly)
      .filter((value) => route.body !== undefined && !v.is(route.body, value));
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const init = { method: route.method, headers, body: JSON.stringify(body) };
        expect((await refused(pathOf(route), init)).code).toBe("input-invalid");
      }),
    );
  });
});

describe.each(routes.filter(({ idempotent }) => idempotent))("$method $path", (route) => {
  it("refuses a request without a key", async () => {
    const { "idempotency-key": _, ...without } = headers;
    const body = route.path.endsWith("refunds") ? { amountCents: 1, refundReference: "r" } : asked;
    const init = { method: route.method, headers: without, body: JSON.stringify(body) };
    expect((await refused(pathOf(route), init)).code).toBe("idempotency-key-missing");
  });
});

describe.each(routes.filter(({ params }) => params !== undefined))("$method $path", (route) => {
  it("refuses a malformed id", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60 }), async (id) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        const body = route.body === undefined ? {} : { body: '{"amountCents":1,"refundReference":"r"}' };
        await refused(pathOf(route, id), { method: route.method, headers, ...body });
      }),
    );
  });
});
