import { expect, it, vi } from "vitest";
import { createBell } from "../engine/bell.ts";
import { openFollowers } from "./followers.ts";

/** Followers of a shop without releases; the process lives on. */
const open = () =>
  openFollowers({
    releases: { list: async () => [], changedSince: async () => [] } as never,
    lease: { holder: async () => undefined } as never,
    bell: createBell(),
    draining: new AbortController().signal,
    now: () => new Date(),
  });

it("readers that go away leave their places to others, and end no process", async () => {
  const failed = vi.fn();
  process.on("unhandledRejection", failed);
  const followers = open();
  const readers = Array.from({ length: 50 }, () => followers.open().getReader());
  expect(() => followers.open()).toThrow("Too many follow releases");
  for (const reader of readers) {
    await reader.read();
    await reader.cancel();
  }
  await vi.waitFor(() => followers.open());
  await new Promise((resolve) => setImmediate(resolve));
  expect(failed).not.toHaveBeenCalled();
  process.off("unhandledRejection", failed);
});
