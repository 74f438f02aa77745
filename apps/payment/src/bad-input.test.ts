import { newId, Problem, paymentRoutes, paymentStaffRoutes, type RouteDefinition } from "@caravan/contracts";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakePayments } from "./testing/fake-payments.ts";

const staff = { "x-caravan-subject": newId("usr"), "x-caravan-scope": "shopper staff" };
const json = { "content-type": "application/json", "idempotency-key": "key-1" };
const routes: readonly RouteDefinition[] = [
  ...Object.values(paymentRoutes),
  ...Object.values(paymentStaffRoutes),
];
const pathOf = (route: RouteDefinition, value = "pay_0199b63a-0009-7000-8000-000000000009") =>
  route.path.replaceAll(/:[A-Za-z]+/g, encodeURIComponent(value));

/** Sends it and expects a problem document with a 4xx status, and no change. */
const refused = async (path: string, init: RequestInit) => {
  const { app, rows, movements, bank } = openFakePayments();
  const reply = await app.request(path, { ...init, headers: { ...staff, ...init.headers } });
  const problem = v.parse(Problem, await reply.json());
  expect([problem.status, reply.status >= 400 && reply.status < 500]).toEqual([reply.status, true]);
  expect([rows.size, movements, bank.intents.size]).toEqual([0, [], 0]);
  return problem;
};

describe.each(routes.filter(({ body }) => body !== undefined))("$method $path", (route) => {
  const send = (body: unknown) =>
    refused(pathOf(route), { method: route.method, headers: json, body: JSON.stringify(body) });

  it("refuses any body that does not fit its contract", async () => {
    const amount = fc.record({
      amountCents: fc.oneof(fc.double(), fc.integer({ max: -1 }), fc.constantFrom("1", null, 2 ** 53)),
      currency: fc.constantFrom("EUR", "USD", "eur", null),
    });
    const nearly = fc.record({
      orderId: fc.constantFrom(newId("ord"), "ord_1"),
      shopperId: fc.constantFrom(newId("gst"), newId("usr")),
      amount,
      returnUrl: fc.constantFrom("https://shop.test/", "shop"),
      reason: fc.string(),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), nearly), async (body) => {
        fc.pre(route.body !== undefined && !v.is(route.body, body));
        expect((await send(body)).status).toBe(400);
      }),
    );
  });
});

describe.each(routes.filter(({ params }) => params !== undefined))("$method $path", (route) => {
  it("refuses a malformed id or date", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60 }), async (id) => {
        fc.pre(!/^\.{1,2}$/.test(id) && route.params !== undefined);
        fc.pre(!v.is(v.object({ date: v.pipe(v.string(), v.isoDate()) }), { date: id }));
        await refused(pathOf(route, id), { method: route.method, headers: { "idempotency-key": "key-1" } });
      }),
    );
  });
});

it("shows the books to staff only", async () => {
  const { app } = openFakePayments();
  const guest = { "x-caravan-subject": newId("gst"), "x-caravan-scope": "guest" };
  for (const { method, path } of Object.values(paymentStaffRoutes))
    for (const [headers, status] of [
      [{}, 401],
      [guest, 403],
    ] as const)
      expect((await app.request(path, { method, headers })).status).toBe(status);
});
