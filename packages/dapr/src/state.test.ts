import * as v from "valibot";
import { expect, test } from "vitest";
import { startFakeDaprd } from "./testing/fake-daprd.ts";

const Basket = v.object({ pieces: v.number() });

test("a value is read with the version it has", async () => {
  await using daprd = await startFakeDaprd(() => ({ headers: { etag: "3" }, body: { pieces: 2 } }));
  const entry = await daprd.connect().state.get("basket/of anna", Basket);
  expect(entry).toEqual({ value: { pieces: 2 }, etag: "3" });
  expect(daprd.received[0]?.url).toBe("/v1.0/state/state/basket%2Fof%20anna");
});

test("a key without a value gives undefined", async () => {
  await using daprd = await startFakeDaprd(() => ({ status: 204 }));
  expect(await daprd.connect().state.get("basket", Basket)).toBeUndefined();
});

test("a value that does not fit the schema is refused", async () => {
  await using daprd = await startFakeDaprd(() => ({ body: "pieces" }));
  await expect(daprd.connect().state.get("basket", Basket)).rejects.toMatchObject({
    code: "sidecar-unavailable",
  });
});

test("etag and lifetime are sent with a write", async () => {
  await using daprd = await startFakeDaprd(() => ({ status: 204 }));
  await daprd.connect().state.save("basket", { pieces: 3 }, { etag: "3", ttlSeconds: 60 });
  expect(JSON.parse(daprd.received[0]?.body ?? "")).toEqual([
    { key: "basket", value: { pieces: 3 }, etag: "3", metadata: { ttlInSeconds: "60" }, options: {} },
  ]);
});

test("a first write succeeds only while there is no value", async () => {
  await using daprd = await startFakeDaprd(() => ({ status: 204 }));
  await daprd.connect().state.save("basket", { pieces: 1 }, { ifAbsent: true });
  expect(JSON.parse(daprd.received[0]?.body ?? "")).toEqual([
    { key: "basket", value: { pieces: 1 }, etag: "0", options: { concurrency: "first-write" } },
  ]);
});

/** daprd's answer to a write with an etag that failed, for whatever reason. */
const mismatch = (reason: string) => ({
  status: 409,
  body: { errorCode: "ERR_STATE_SAVE", message: `possible etag mismatch. error from state store: ${reason}` },
});

test("a write or delete with an outdated etag rejects as a conflict; the SDK alone would resolve", async () => {
  await using daprd = await startFakeDaprd(({ method }) =>
    method === "GET" ? { headers: { etag: "4" }, body: 2 } : mismatch("failed to set key basket"),
  );
  const { state } = daprd.connect();
  const conflict = { kind: "conflict", code: "state-conflict" };
  await expect(state.save("basket", 1, { etag: "3" })).rejects.toMatchObject(conflict);
  await expect(state.delete("basket", { etag: "3" })).rejects.toMatchObject(conflict);
  expect(daprd.received[2]).toMatchObject({ method: "DELETE", headers: { "if-match": "3" } });
});

test.each([
  ["full", { headers: { etag: "4" }, body: 2 }, "OOM command not allowed when used memory > 'maxmemory'."],
  ["read-only", { headers: { etag: "3" }, body: 2 }, "READONLY You can't write against a read only replica."],
])("a store that is %s is reported as unavailable, never as a conflict", async (_, current, reason) => {
  await using daprd = await startFakeDaprd(({ method }) => (method === "GET" ? current : mismatch(reason)));
  const { state } = daprd.connect();
  const unavailable = { kind: "unavailable", code: "state-unavailable", retryAfterSeconds: 5 };
  await expect(state.save("basket", 1, { etag: "3" })).rejects.toMatchObject(unavailable);
  await expect(state.delete("basket", { etag: "3" })).rejects.toMatchObject(unavailable);
});

test("a first write that fails without a value is not a conflict", async () => {
  await using daprd = await startFakeDaprd(({ method }) =>
    method === "GET" ? { status: 204 } : mismatch("i/o timeout"),
  );
  await expect(daprd.connect().state.save("basket", 1, { ifAbsent: true })).rejects.toMatchObject({
    code: "state-unavailable",
  });
});

test("a store that fails rejects, and a store that hangs does so in time", async () => {
  await using daprd = await startFakeDaprd(({ method }) =>
    method === "GET"
      ? "never"
      : { status: 500, body: { errorCode: "ERR_STATE_SAVE", message: "redis is gone" } },
  );
  await expect(daprd.connect().state.save("basket", 1)).rejects.toMatchObject({
    code: "sidecar-unavailable",
  });
  const impatient = daprd.connect({ defaultTimeoutSeconds: 0.2 });
  await expect(impatient.state.get("basket", Basket)).rejects.toMatchObject({ code: "deadline-exceeded" });
});
