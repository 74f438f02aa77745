import { cohortHeader, cohortOfOrder, newId, newIdOf, Refusal } from "@caravan/contracts";
import { withOrder } from "@caravan/tracing";
import { expect, test } from "vitest";
import { getThing, makeThing, traceparent } from "./testing/example.ts";
import { startFakeDaprd } from "./testing/fake-daprd.ts";

const thing = { body: { name: "lamp" } };
const problem = {
  type: "urn:caravan:problem:thing-taken",
  title: "Conflict",
  status: 409,
  detail: "There is such a thing.",
  instance: "/v1/things",
  code: "thing-taken",
  errors: [{ field: "name", detail: "is taken" }],
};

test("a call carries path, query, body, key, token and trace", async () => {
  await using daprd = await startFakeDaprd(({ method }) => ({
    status: method === "GET" ? 200 : 201,
    ...thing,
  }));
  const sidecar = daprd.connect({
    context: () => ({ headers: { authorization: "Bearer t", traceparent }, served: () => {} }),
  });

  await sidecar.invoke("maker", getThing, {
    params: { thingId: "thi_1" },
    query: { color: "light blue&x=1", size: 2 },
  });
  await sidecar.invoke("maker", makeThing, { body: { name: "lamp" }, idempotencyKey: "key-1" });

  const [get, post] = daprd.received;
  expect(get).toMatchObject({
    method: "GET",
    url: "/v1.0/invoke/maker/method/v1/things/thi_1?color=light+blue%26x%3D1&size=2",
    headers: { authorization: "Bearer t", traceparent },
  });
  expect(post).toMatchObject({
    url: "/v1.0/invoke/maker/method/v1/things",
    headers: { "idempotency-key": "key-1", "content-type": "application/json", "content-length": "15" },
    body: '{"name":"lamp"}',
  });
});

test("a call for an order without a request of its shopper is of the shopper's cohort; a request's own cohort comes first", async () => {
  await using daprd = await startFakeDaprd(() => thing);
  const orderId = newIdOf("ord", newId("usr"), "staff");
  const call = { params: { thingId: "1" } };
  await withOrder(orderId, () => daprd.connect().invoke("maker", getThing, call));
  const context = () => ({ headers: { [cohortHeader]: "042" }, served: () => {} });
  await withOrder(orderId, () => daprd.connect({ context }).invoke("maker", getThing, call));
  expect(daprd.received.map(({ headers }) => headers[cohortHeader])).toEqual([cohortOfOrder(orderId), "042"]);
});

test("any status that the contract names is a success, and no other is", async () => {
  let status = 202;
  await using daprd = await startFakeDaprd(() => ({ status, ...thing }));
  const make = () => daprd.connect().invoke("maker", makeThing, { ...thing, idempotencyKey: "key-1" });
  expect(await make()).toEqual(thing.body);
  status = 200;
  await expect(make()).rejects.toMatchObject({ code: "callee-unavailable" });
});

test("a partner gets our key for it, and neither the shopper's token nor the trace", async () => {
  await using daprd = await startFakeDaprd(() => thing);
  const sidecar = daprd.connect({
    context: () => ({ headers: { authorization: "Bearer shopper", traceparent }, served: () => {} }),
  });
  await sidecar.invoke("bank", getThing, { params: { thingId: "1" } }, { apiKey: "ours" });
  expect(daprd.received[0]?.headers).toMatchObject({ authorization: "Bearer ours" });
  expect(daprd.received[0]?.headers).not.toHaveProperty("traceparent");
});

test("the reply is checked against the contract and returned in its form", async () => {
  await using daprd = await startFakeDaprd(() => ({ body: { name: "lamp", secret: "not in the contract" } }));
  const reply = await daprd.connect().invoke("maker", getThing, { params: { thingId: "1" } });
  expect(reply).toEqual({ name: "lamp" });
});

test.each([{ body: { title: "lamp" } }, { body: "<html>" }, { body: "" }, { status: 204, body: "" }])(
  "a success that breaks the contract is callee-unavailable: %j",
  async (reply) => {
    await using daprd = await startFakeDaprd(() => reply);
    const call = daprd.connect().invoke("maker", getThing, { params: { thingId: "1" } });
    await expect(call).rejects.toMatchObject({ kind: "unavailable", code: "callee-unavailable" });
  },
);

test("a problem document becomes the refusal it was made from", async () => {
  await using daprd = await startFakeDaprd(() => ({
    status: 409,
    headers: { "content-type": "application/problem+json", "retry-after": "7" },
    body: problem,
  }));
  const call = daprd.connect().invoke("maker", makeThing, { body: { name: "lamp" }, idempotencyKey: "k" });
  await expect(call).rejects.toBeInstanceOf(Refusal);
  await expect(call).rejects.toMatchObject({
    kind: "conflict",
    code: "thing-taken",
    detail: "There is such a thing.",
    errors: problem.errors,
    retryAfterSeconds: 7,
  });
});

test.each([
  [
    "daprd",
    500,
    { errorCode: "ERR_DIRECT_INVOKE", message: "dial tcp 10.0.0.7:8080: secret" },
    "callee-unavailable",
  ],
  ["Envoy without an endpoint", 503, "no healthy upstream: secret", "callee-unavailable"],
  ["the mesh's authorization", 403, "RBAC: access denied: secret", "callee-unavailable"],
  [
    "a fault of the callee",
    500,
    { ...problem, status: 500, code: "internal", detail: "secret" },
    "callee-unavailable",
  ],
  ["a proxy that is not the callee", 409, { ...problem, detail: "secret" }, "callee-unavailable"],
  ["Envoy's timeout", 504, "upstream request timeout: secret", "deadline-exceeded"],
])("a reply of %s becomes a refusal of ours that leaks nothing", async (_, status, body, code) => {
  await using daprd = await startFakeDaprd(() => ({ status, body }));
  const call = daprd.connect().invoke("maker", getThing, { params: { thingId: "1" } });
  const refusal = await call.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ code });
  if (!(refusal instanceof Refusal)) throw refusal;
  expect(`${refusal.message} ${refusal.detail}`).not.toContain("secret");
  expect(String(refusal.cause)).toContain("secret");
});

test("the request records the serving version, also when it was refused", async () => {
  await using daprd = await startFakeDaprd(({ method }) => ({
    status: method === "GET" ? 200 : 503,
    headers: { "x-served-by": method === "GET" ? "maker=v2" : "maker=v1" },
    ...thing,
  }));
  const served: string[] = [];
  const sidecar = daprd.connect({
    context: () => ({ headers: {}, served: (servedBy) => served.push(servedBy) }),
  });
  await sidecar.invoke("maker", getThing, { params: { thingId: "1" } });
  await sidecar.invoke("maker", makeThing, { body: { name: "x" }, idempotencyKey: "k" }).catch(() => {});
  expect(served).toEqual(["maker=v2", "maker=v1"]);
});

test.each(["", ".", "..", "a/b", "a%2Fb", "../admin", "a?b", "a#b", "ä", "a b"])(
  "a path parameter that would lead elsewhere is never sent: %j",
  async (thingId) => {
    await using daprd = await startFakeDaprd(() => thing);
    const call = daprd.connect().invoke("maker", getThing, { params: { thingId } });
    await expect(call).rejects.toMatchObject({ kind: "invalid", code: "parameter-unsafe" });
    expect(daprd.received).toEqual([]);
  },
);
