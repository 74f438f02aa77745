import { fileURLToPath } from "node:url";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "#contracts";
import type { NoteStore } from "../dependencies.ts";
import { announce, publish } from "../domain/note.ts";
import { openNotes } from "./notes.ts";
import * as schema from "./schema.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
const at = new Date("2026-11-21T09:30:00.000Z");
const seen: string[] = [];
let test: TestDatabase;
let notes: NoteStore;
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema });
  notes = openNotes({
    ...{ database: test.database, traceparent: () => undefined },
    onChange: (before, after) => void seen.push(`${before?.status ?? "none"} ${after.status}`),
  });
});
afterAll(() => test.close());

const create = (text: string, key: string = newId("note")) => notes.create({ text, by: "usr_1", key, at });
const told = () => test.database.drizzle.select().from(schema.outbox);

it("keeps a note once per key", async () => {
  const first = await create("Closed on Sunday.", "key-1");
  expect(first).toMatchObject({ status: 201, replayed: false, body: { status: "draft" } });
  expect(await create("Closed on Sunday.", "key-1")).toEqual({ ...first, replayed: true });
  await expect(create("Open on Sunday.", "key-1")).rejects.toMatchObject({ code: "idempotency-key-reused" });
  expect(await notes.find(first.body.id)).toMatchObject({ text: "Closed on Sunday.", createdAt: at });
});

it("writes a change and its event together, and counts what is committed", async () => {
  const { id } = (await create("New tents.")).body;
  seen.length = 0;
  await notes.change(id, (note) => publish(note, at));
  await notes.change(id, (note) => publish(note, at));
  expect(await notes.find(id)).toMatchObject({ status: "published", announcedAt: null });
  expect((await told()).filter(({ aggregateId }) => aggregateId === id)).toMatchObject([
    { topic: "sample.note-published.v1", data: { noteId: id, at: at.toISOString() } },
  ]);
  expect(seen).toEqual(["draft published", "published published"]);
});

it("applies an event once, and leaves alone what it does not know", async () => {
  const { id } = (await create("New boots.")).body;
  const later = new Date(at.getTime() + 60_000);
  await notes.changeOnce("event-1", id, (note) => announce(note, later));
  await notes.changeOnce("event-1", id, () => {
    throw new Error("applied again");
  });
  await notes.changeOnce("event-2", newId("note"), (note) => announce(note, later));
  expect(await notes.find(id)).toMatchObject({ announcedAt: later });
  await expect(notes.change(newId("note"), (note) => publish(note, at))).rejects.toMatchObject({
    code: "note-unknown",
  });
});
