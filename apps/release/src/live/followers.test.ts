import { newId, type Release, releaseRoutes } from "@caravan/contracts";
import { createRouter, scopeHeader, subjectHeader } from "@caravan/service-kit";
import { expect, it, vi } from "vitest";
import { createBell } from "../engine/bell.ts";
import { openFollowers } from "./followers.ts";

type Row = Pick<Release, "id" | "revision" | "endedAt" | "stopped">;
const row = (id: string, revision: number): Row => ({ id, revision, endedAt: null, stopped: null });

/** The route over releases in memory. */
const open = () => {
  const kept = { rows: [] as Row[], isDown: false, looks: 0 };
  const bell = createBell();
  const draining = new AbortController();
  const followers = openFollowers({
    releases: {
      list: async () => kept.rows,
      changedSince: async () => {
        kept.looks += 1;
        if (kept.isDown) throw new Error("the database is away");
        return kept.rows;
      },
    } as never,
    lease: { holder: async () => "engine-1" } as never,
    bell,
    draining: draining.signal,
    now: () => new Date(),
  });
  const { followReleases } = releaseRoutes;
  const router = createRouter({ app: "release", version: "v1" }).mount(
    { followReleases },
    { followReleases: () => followers.open() },
  );
  const headers = { [subjectHeader]: newId("usr"), [scopeHeader]: "shopper staff" };
  const follow = async () => {
    const reply = await router.request(followReleases.path, { headers });
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = { text: "", ended: false };
    const readOn = async (): Promise<void> => {
      while (reader && !read.ended) {
        const { value = "", done } = await reader.read();
        read.text += value;
        read.ended = done;
      }
    };
    void readOn();
    return { status: reply.status, read, leave: async () => reader?.cancel() };
  };
  return { kept, bell, draining, follow };
};

it("a reader is told what is under way, and each change once, by one look for all", async () => {
  const { kept, bell, follow } = open();
  kept.rows = [row("rel_1", 1)];
  const [one, other] = [await follow(), await follow()];
  await vi.waitFor(() => expect([one.read.text, other.read.text].join()).toMatch(/rel_1\.1[\s\S]*rel_1\.1/));
  await vi.waitFor(() => expect(kept.looks).toBeGreaterThan(0));
  const before = kept.looks;
  kept.rows = [row("rel_1", 2), row("rel_2", 1)];
  bell.ring();
  for (const { read } of [one, other]) await vi.waitFor(() => expect(read.text).toContain("rel_2.1"));
  expect(kept.looks).toBe(before + 1);
  bell.ring();
  await vi.waitFor(() => expect(kept.looks).toBe(before + 2));
  for (const { read, leave } of [one, other]) {
    expect(read.text.match(/^id: .*$/gm)).toEqual(["id: rel_1.1", "id: rel_1.2", "id: rel_2.1"]);
    await leave();
  }
});

it("readers that go away leave their places to others, and none is looked for then", async () => {
  const { kept, bell, follow } = open();
  const readers = [];
  for (let i = 0; i < 50; i += 1) readers.push(await follow());
  expect((await follow()).status).toBe(503);
  for (const { leave } of readers) await leave();
  const next = await follow();
  expect(next.status).toBe(200);
  await next.leave();
  bell.ring();
  await new Promise((resolve) => setImmediate(resolve));
  const { looks } = kept;
  bell.ring();
  await new Promise((resolve) => setImmediate(resolve));
  expect(kept.looks).toBe(looks);
});

it("when the database is away readers are sent away, to come back", async () => {
  const { kept, bell, follow } = open();
  const { read } = await follow();
  kept.isDown = true;
  bell.ring();
  await vi.waitFor(() => expect(read.ended).toBe(true));
  kept.isDown = false;
  expect((await follow()).status).toBe(200);
});

it("a process that drains ends its streams, and opens no more", async () => {
  const { draining, follow } = open();
  const { read } = await follow();
  draining.abort();
  await vi.waitFor(() => expect(read.ended).toBe(true));
  expect((await follow()).status).toBe(503);
});
