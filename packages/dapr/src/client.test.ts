import { expect, expectTypeOf, test } from "vitest";
import { createClient } from "./client.ts";
import { getThing, makeThing } from "./testing/example.ts";
import { startFakeDaprd } from "./testing/fake-daprd.ts";

test("a client has one function per route, typed by its contract", async () => {
  await using daprd = await startFakeDaprd(() => ({ body: { name: "lamp" } }));
  const maker = createClient(daprd.connect(), "maker", { getThing, makeThing });
  expect(await maker.getThing({ params: { thingId: "1" } })).toEqual({ name: "lamp" });
  expect(daprd.received[0]?.url).toBe("/v1.0/invoke/maker/method/v1/things/1");

  expectTypeOf(maker.getThing).returns.resolves.toEqualTypeOf<{ name: string }>();
  expectTypeOf(maker.getThing).toBeCallableWith({
    params: { thingId: "1" },
    query: { size: 2 },
    timeoutSeconds: 1,
  });
  // @ts-expect-error a path parameter is missing
  expectTypeOf(maker.getThing).toBeCallableWith({});
  // @ts-expect-error the route asks for an Idempotency-Key
  expectTypeOf(maker.makeThing).toBeCallableWith({ body: { name: "lamp" } });
});
