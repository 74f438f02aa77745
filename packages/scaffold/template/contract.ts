import * as v from "valibot";
import { defineEvent } from "../../contracts/src/event.ts";
import { Id } from "../../contracts/src/id.ts";
import { defineRoute } from "../../contracts/src/route.ts";
import { Text } from "../../contracts/src/text.ts";
import { Timestamp } from "../../contracts/src/time.ts";

/** The id of a note. */
export const SampleNoteId = Id("note");

/** A text that staff writes and publishes. */
export const SampleNote = v.object({
  id: SampleNoteId,
  text: v.string(),
  status: v.picklist(["draft", "published"]),
  createdAt: Timestamp,
  /** When its event had come through the broker; null until then. */
  announcedAt: v.nullable(Timestamp),
});
export type SampleNote = v.InferOutput<typeof SampleNote>;

const NoteParams = v.object({ noteId: SampleNoteId });

export const sampleRoutes = {
  getSampleNote: defineRoute({
    id: "getSampleNote",
    method: "GET",
    path: "/v1/sample/notes/:noteId",
    summary: "Shows a published note.",
    access: "public",
    callers: ["storefront"],
    params: NoteParams,
    success: { status: 200, body: SampleNote },
    refusals: ["note-unknown"],
  }),
  createSampleNote: defineRoute({
    id: "createSampleNote",
    method: "POST",
    path: "/v1/staff/sample/notes",
    summary: "Keeps a new note as a draft.",
    access: "staff",
    idempotent: true,
    body: v.strictObject({ text: Text(500) }),
    success: { status: 201, body: SampleNote },
    refusals: [],
  }),
  publishSampleNote: defineRoute({
    id: "publishSampleNote",
    method: "POST",
    path: "/v1/staff/sample/notes/:noteId/publication",
    summary: "Publishes a note and tells others of it; asked twice, it does so once.",
    access: "staff",
    idempotent: true,
    params: NoteParams,
    success: { status: 200, body: SampleNote },
    refusals: ["note-unknown"],
  }),
} as const;

/** A note was published: every visitor can read it. */
export const sampleNotePublished = defineEvent({
  topic: "sample.note-published.v1",
  summary: "A note was published: every visitor can read it.",
  data: v.object({ noteId: SampleNoteId, at: Timestamp }),
});
