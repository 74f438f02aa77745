import { expect, test } from "vitest";
import { getThing, makeThing } from "./testing/example.ts";
import { startFakeDaprd } from "./testing/fake-daprd.ts";

const thing = { body: { name: "lamp" } };
const input = { params: { thingId: "1" } };
const within = (deadlineAt: number) => ({
  context: () => ({ deadlineAt, headers: {}, served: () => {} }),
});

test("a call ends with the request's deadline, if that is earlier than its own timeout", async () => {
  await using daprd = await startFakeDaprd(() => "never");
  const deadlineAt = Date.now() + 300;
  const call = daprd.connect(within(deadlineAt)).invoke("maker", getThing, { ...input, timeoutSeconds: 20 });
  await expect(call).rejects.toMatchObject({ kind: "deadline", code: "deadline-exceeded" });
});

test("a call ends with its own timeout, if that is earlier than the request's deadline", async () => {
  await using daprd = await startFakeDaprd(() => "never");
  const sidecar = daprd.connect(within(Date.now() + 60_000));
  const call = sidecar.invoke("maker", getThing, { ...input, timeoutSeconds: 0.2 });
  await expect(call).rejects.toMatchObject({ kind: "deadline", code: "deadline-exceeded" });
});

test("every call has a timeout, also by default", async () => {
  await using daprd = await startFakeDaprd(() => "never");
  const call = daprd.connect({ defaultTimeoutSeconds: 0.2 }).invoke("maker", getThing, input);
  await expect(call).rejects.toMatchObject({ kind: "deadline" });
});

test("the callee gets the remaining time, less than the caller has", async () => {
  await using daprd = await startFakeDaprd(() => thing);
  const before = Date.now();
  await daprd.connect(within(before + 10_000)).invoke("maker", getThing, input);
  const told = Number(daprd.received[0]?.headers["x-deadline-ms"]);
  expect(told).toBeLessThan(10_000);
  expect(told).toBeGreaterThan(before + 10_000 - Date.now() - 100);
});

test("nothing is sent when the deadline is over", async () => {
  await using daprd = await startFakeDaprd(() => thing);
  let deadlineAt = Date.now() + 60_000;
  const sidecar = daprd.connect({ context: () => ({ deadlineAt, headers: {}, served: () => {} }) });
  await sidecar.invoke("maker", getThing, input); // a connection is open from here on
  deadlineAt = Date.now() - 1;
  const call = sidecar.invoke("maker", getThing, input);
  await expect(call).rejects.toMatchObject({ kind: "deadline", code: "deadline-exceeded" });
  await sidecar.invoke("maker", getThing, input).catch(() => {});
  deadlineAt = Date.now() + 60_000;
  await sidecar.invoke("maker", getThing, input);
  expect(daprd.received).toHaveLength(2);
});

test("a call waits for a sidecar that is being restarted", async () => {
  const first = await startFakeDaprd(() => thing);
  const { port } = first;
  await first[Symbol.asyncDispose]();
  await using other = await startFakeDaprd(() => thing);
  const sidecar = other.connect({ httpPort: port });
  const call = sidecar.invoke("maker", makeThing, { body: { name: "lamp" }, idempotencyKey: "k" });
  await using restarted = await startFakeDaprd(() => ({ status: 201, ...thing }), port);
  await expect(call).resolves.toEqual({ name: "lamp" });
  expect(restarted.received).toHaveLength(1);
});

test("after a broken connection only requests that change nothing are repeated", async () => {
  let broken = 0;
  await using daprd = await startFakeDaprd(() => (++broken === 2 ? thing : "break"));
  const sidecar = daprd.connect();
  await expect(sidecar.invoke("maker", getThing, input)).resolves.toEqual({ name: "lamp" });
  const post = sidecar.invoke("maker", makeThing, { body: { name: "lamp" }, idempotencyKey: "k" });
  await expect(post).rejects.toMatchObject({ code: "callee-unavailable" });
  expect(daprd.received.map(({ method }) => method)).toEqual(["GET", "GET", "POST"]);
});

test("a request whose time is over before it got a connection is never sent", async () => {
  await using daprd = await startFakeDaprd(({ method }) =>
    method === "GET" ? "never" : { status: 201, ...thing },
  );
  const sidecar = daprd.connect();
  const waiting = Array.from({ length: 128 }, () =>
    sidecar.invoke("maker", getThing, { ...input, timeoutSeconds: 3 }).catch(() => {}),
  );
  const late = sidecar.invoke("maker", makeThing, {
    body: { name: "lamp" },
    idempotencyKey: "k",
    timeoutSeconds: 0.5,
  });
  await expect(late).rejects.toMatchObject({ kind: "deadline" });
  await Promise.all(waiting);
  await sidecar.invoke("maker", makeThing, { body: { name: "next" }, idempotencyKey: "l" });
  expect(daprd.received.filter(({ method }) => method === "POST").map(({ body }) => body)).toEqual([
    '{"name":"next"}',
  ]);
});

test("a reply without end is cut off", async () => {
  await using daprd = await startFakeDaprd(() => ({ body: "x".repeat(9 * 1024 * 1024) }));
  const call = daprd.connect().invoke("maker", getThing, input);
  await expect(call).rejects.toMatchObject({ code: "callee-unavailable", cause: { name: "ReplyTooLarge" } });
});

test("ready waits until the sidecar is ready, up to its timeout", async () => {
  let probes = 0;
  await using daprd = await startFakeDaprd(() => ({ status: ++probes < 3 ? 500 : 204 }));
  await daprd.connect().ready();
  expect(daprd.received.map(({ url }) => url)).toEqual(Array(3).fill("/v1.0/healthz/outbound"));

  await using down = await startFakeDaprd(() => ({ status: 500 }));
  await expect(down.connect({ startTimeoutSeconds: 0.2 }).ready()).rejects.toMatchObject({
    code: "sidecar-unavailable",
  });
});
