import { expect, test } from "vitest";
import { startFakeDaprd } from "./testing/fake-daprd.ts";

test("a secret is read again until the sidecar has loaded its store", async () => {
  let reads = 0;
  await using daprd = await startFakeDaprd(() =>
    ++reads < 3
      ? { status: 500, body: { errorCode: "ERR_SECRET_STORES_NOT_CONFIGURED", message: "no" } }
      : { body: { username: "order", password: "p" } },
  );
  const secret = await daprd.connect().secret("order-database");
  expect(secret).toEqual({ username: "order", password: "p" });
  expect(daprd.received.at(-1)?.url).toBe("/v1.0/secrets/secrets/order-database");
});

test("reading a secret times out, and its name does not leave the service", async () => {
  await using daprd = await startFakeDaprd(() => ({ status: 500, body: { errorCode: "ERR_SECRET_GET" } }));
  const read = daprd.connect({ startTimeoutSeconds: 0.2 }).secret("order-database");
  const error = await read.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: "unavailable", code: "sidecar-unavailable" });
  if (!(error instanceof Error)) throw error;
  expect(error.message).not.toContain("order-database");
  expect(String(error.cause)).toContain("order-database");
});
