import * as v from "valibot";
import { expect, test, vi } from "vitest";
import { type FakeReply, type Received, startFakeDaprd } from "./testing/fake-daprd.ts";

const Settings = v.object({ limit: v.pipe(v.string(), v.toNumber(), v.minValue(1)) });
const slow = { pollSeconds: { from: 3_600, to: 3_600 } };
const fast = { pollSeconds: { from: 0.02, to: 0.04 } };

const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 20_000 });

/** A configuration store with one key, `limit`. */
const store = () => {
  const state = { limit: "10", down: false };
  const answer = ({ url }: Received): FakeReply => {
    if (state.down) return { status: 500, body: { errorCode: "ERR_CONFIGURATION_GET" } };
    if (url.includes("/subscribe?")) return { body: { id: "subscription-1" } };
    if (url.endsWith("/unsubscribe")) return { body: { ok: true } };
    return { body: { limit: { value: state.limit, version: "1" } } };
  };
  return { state, answer };
};
const count = (received: Received[], part: string): number =>
  received.filter(({ url }) => url.includes(part)).length;

test("a push applies the new values at once", async () => {
  const { state, answer } = store();
  await using daprd = await startFakeDaprd(answer);
  const { configuration } = daprd.connect(slow);
  const seen: unknown[] = [];
  const watch = configuration.watch(["limit"], Settings, (values) => seen.push(values));
  await eventually(() => expect(count(daprd.received, "/subscribe?key=limit")).toBe(1));

  state.limit = "11";
  configuration.changed("limit");
  await eventually(() => expect(seen).toEqual([{ limit: 10 }, { limit: 11 }]));
  expect(watch.current()).toEqual({ limit: 11 });
});

test("a poll finds a change without a push, and the dead subscription is renewed", async () => {
  const { state, answer } = store();
  await using daprd = await startFakeDaprd(answer);
  const watch = daprd.connect(fast).configuration.watch(["limit"], Settings, () => {});
  await eventually(() => expect(count(daprd.received, "/subscribe?")).toBe(1));
  state.limit = "12";
  await eventually(() => expect(watch.current()).toEqual({ limit: 12 }));
  await eventually(() => expect(count(daprd.received, "/subscribe?")).toBe(2));
  expect(count(daprd.received, "/subscription-1/unsubscribe")).toBe(1);
});

test("values that do not fit are not applied, and the last valid ones stay", async () => {
  const { state, answer } = store();
  await using daprd = await startFakeDaprd(answer);
  const faults: string[] = [];
  const { configuration } = daprd.connect({ ...slow, onFault: (error) => faults.push(error.message) });
  const seen: unknown[] = [];
  const watch = configuration.watch(["limit"], Settings, (values) => seen.push(values));
  await eventually(() => expect(watch.current()).toEqual({ limit: 10 }));
  state.limit = "0";
  configuration.changed("limit");
  await eventually(() => expect(faults.join()).toContain("do not fit"));
  expect(watch.current()).toEqual({ limit: 10 });
  expect(seen).toEqual([{ limit: 10 }]);
});

test("a store that does not answer changes nothing, and the watch goes on when it is back", async () => {
  const { state, answer } = store();
  await using daprd = await startFakeDaprd(answer);
  const faults: string[] = [];
  const { configuration } = daprd.connect({ ...fast, onFault: (error) => faults.push(error.message) });
  const watch = configuration.watch(["limit"], Settings, () => {});
  await eventually(() => expect(watch.current()).toEqual({ limit: 10 }));
  state.down = true;
  await eventually(() => expect(faults.join()).toContain("does not answer"));
  expect(watch.current()).toEqual({ limit: 10 });
  state.limit = "13";
  state.down = false;
  await eventually(() => expect(watch.current()).toEqual({ limit: 13 }));
});

test("a push for another key reads nothing, and a stopped watch gets no more changes", async () => {
  const { state, answer } = store();
  await using daprd = await startFakeDaprd(answer);
  const { configuration } = daprd.connect(slow);
  const watch = configuration.watch(["limit"], Settings, () => {});
  await eventually(() => expect(count(daprd.received, "/subscribe?")).toBe(1));
  const reads = count(daprd.received, "configuration?key");
  configuration.changed("other");
  watch.stop();
  state.limit = "14";
  configuration.changed("limit");
  await eventually(() => expect(count(daprd.received, "/unsubscribe")).toBe(1));
  expect(count(daprd.received, "configuration?key")).toBe(reads);
  expect(watch.current()).toEqual({ limit: 10 });
});

test("get returns the existing values", async () => {
  await using daprd = await startFakeDaprd(({ url }) =>
    url.includes("key=limit") ? { body: { limit: { value: "10" } } } : { status: 204 },
  );
  const { configuration } = daprd.connect();
  expect(await configuration.get(["limit", "other"])).toEqual({ limit: "10" });
  expect(await configuration.get(["other"])).toEqual({});
});
