import { carrierRoutes, Problem, type RouteDefinition } from "@caravan/contracts";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { asked, openFakeCarrier } from "./testing/fake-carrier.ts";

const { api } = openFakeCarrier();
const headers = {
  authorization: "Bearer key-of-the-sender",
  "content-type": "application/json",
  "idempotency-key": "key-1",
};
const samples: Record<string, string> = {
  parcelId: "par_0199b63a-0009-7000-8000-000000000009",
  trackingCode: "CV0123456789",
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
const routes: readonly RouteDefinition[] = Object.values(carrierRoutes);
const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0, 1.5, 2 ** 53, "", "a b", "é", "x".repeat(501)));

describe.each(routes.filter(({ body }) => body !== undefined))("$method $path", (route) => {
  it("refuses any body that does not fit its contract", async () => {
    const nearly = fc.record({
      reference: fc.oneof(odd, fc.constant(asked.reference)),
      recipient: fc.oneof(odd, fc.constant(asked.recipient)),
      weightGrams: fc.oneof(odd, fc.constant(1)),
      callbackUrl: fc.oneof(odd, fc.webUrl()),
      isReturn: fc.oneof(odd, fc.boolean()),
      kind: odd,
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

it("an announcement without a key is refused", async () => {
  const { "idempotency-key": _, ...without } = headers;
  const init = { method: "POST", headers: without, body: JSON.stringify(asked) };
  expect((await refused("/v1/parcels", init)).code).toBe("idempotency-key-missing");
});

describe.each(routes.filter(({ params }) => params !== undefined))("$method $path", (route) => {
  it("refuses a malformed id", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60 }), async (id) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        const body = route.body === undefined ? {} : { body: "{}" };
        await refused(pathOf(route, id), { method: route.method, headers, ...body });
      }),
    );
  });
});
