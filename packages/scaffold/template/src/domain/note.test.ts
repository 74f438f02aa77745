import { expect, it } from "vitest";
import { announce, draft, noteReply, publish } from "./note.ts";

const createdAt = new Date("2026-11-21T09:30:00.000Z");
const later = new Date("2026-11-21T09:31:00.000Z");
const written = draft("note_1", "Closed on Sunday.", createdAt);

it("tells of a note once, however often it is published", () => {
  const first = publish(written, later);
  expect(first.note).toEqual({ ...written, status: "published" });
  expect(first.events).toEqual([
    { topic: "sample.note-published.v1", data: { noteId: "note_1", at: later.toISOString() } },
  ]);
  const again = publish(first.note, later);
  expect(again.note).toBe(first.note);
  expect(again.events).toEqual([]);
});

it("keeps the first time at which its event came", () => {
  const { note } = announce(publish(written, createdAt).note, createdAt);
  expect(note.announcedAt).toBe(createdAt);
  expect(announce(note, later).note).toBe(note);
});

it("shows times as the contract wants them", () => {
  expect(noteReply(written)).toEqual({
    ...{ id: "note_1", text: "Closed on Sunday.", status: "draft" },
    ...{ createdAt: "2026-11-21T09:30:00.000Z", announcedAt: null },
  });
});
