import { Refusal } from "@caravan/contracts";
import { callContext, type Served } from "@caravan/service-kit";
import { describe, expect, test } from "vitest";
import { createSharedReads } from "./shared-reads.ts";

/** Reads with a frozen clock and loads that the test completes. */
const setUp = () => {
  const clock = { time: 1_000_000, now: () => clock.time };
  const loads: { resolve: (value: string) => void; reject: (error: unknown) => void }[] = [];
  const reads = createSharedReads<string>({
    name: "test",
    load: () =>
      new Promise((resolve, reject) => {
        callContext()?.served(`product=v${loads.length + 1}`);
        loads.push({ resolve, reject });
      }),
    freshSeconds: 2,
    staleSeconds: 60,
    staleOnErrorSeconds: 3600,
    maximumEntries: 10,
    timeoutSeconds: 3,
    clock,
    countRead: () => {},
  });
  const pass = (seconds: number) => {
    clock.time += seconds * 1000;
  };
  const first = async (value: string): Promise<Served<string>> => {
    const read = reads.read("a");
    loads[0]?.resolve(value);
    return read;
  };
  return { reads, loads, pass, first };
};

const unavailable = new Refusal({ kind: "unavailable", code: "service-unavailable", detail: "down" });
const gone = new Refusal({ kind: "not-found", code: "product-unknown", detail: "gone" });
/** Lets settled promises run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("shared reads", () => {
  test("load a key once for any number of callers", async () => {
    const { reads, loads } = setUp();
    const waiting = [reads.read("a"), reads.read("a"), reads.read("a")];
    loads[0]?.resolve("one");
    expect((await Promise.all(waiting)).map(({ value }) => value)).toEqual(["one", "one", "one"]);
    expect(loads).toHaveLength(1);
  });

  test("do not load again while the value is fresh", async () => {
    const { reads, loads, pass, first } = setUp();
    await first("one");
    pass(1.9);
    expect((await reads.read("a")).value).toBe("one");
    expect(loads).toHaveLength(1);
  });

  test("serve the last value while it is reloaded, and the new one after", async () => {
    const { reads, loads, pass, first } = setUp();
    await first("one");
    pass(10);
    expect((await reads.read("a")).value).toBe("one");
    expect((await reads.read("a")).value).toBe("one");
    expect(loads).toHaveLength(2);
    loads[1]?.resolve("two");
    await settle();
    expect((await reads.read("a")).value).toBe("two");
  });

  test("wait for the new value when the last one is too old", async () => {
    const { reads, loads, pass, first } = setUp();
    await first("one");
    pass(100);
    const read = reads.read("a");
    loads[1]?.resolve("two");
    expect((await read).value).toBe("two");
  });

  test("serve an old value when loading fails, and fail when there is none", async () => {
    const { reads, loads, pass, first } = setUp();
    await first("one");
    pass(100);
    const read = reads.read("a");
    loads[1]?.reject(unavailable);
    expect((await read).value).toBe("one");
    const other = reads.read("b");
    loads[2]?.reject(unavailable);
    await expect(other).rejects.toBe(unavailable);
  });

  test("drop a value that its service says does not exist any more", async () => {
    const { reads, loads, pass, first } = setUp();
    await first("one");
    pass(10);
    await reads.read("a");
    loads[1]?.reject(gone);
    await settle();
    const read = reads.read("a");
    loads[2]?.reject(gone);
    await expect(read).rejects.toBe(gone);
  });

  test("keep the serving version with a value", async () => {
    const { reads, loads, pass, first } = setUp();
    expect((await first("one")).servedBy).toEqual(["product=v1"]);
    pass(10);
    expect((await reads.read("a")).servedBy).toEqual(["product=v1"]);
    loads[1]?.resolve("two");
    await settle();
    expect((await reads.read("a")).servedBy).toEqual(["product=v2"]);
  });
});
