import {
  type AggregateChange,
  afterCommit,
  type Database,
  hashRequest,
  idempotent,
  openChanges,
} from "@caravan/database";
import { eq, inArray } from "drizzle-orm";
import { newId } from "#contracts";
import type { NoteStore, OnChange } from "../dependencies.ts";
import { draft, type Note, type NoteChange, noteReply } from "../domain/note.ts";
import { noteUnknown } from "../domain/refusals.ts";
import { notes } from "./schema.ts";

/** What the store takes from outside. */
export interface NoteStoreOptions {
  readonly database: Database;
  /** W3C trace context of the request at hand, for its events. */
  readonly traceparent: () => string | undefined;
  readonly onChange: OnChange;
}

export const openNotes = ({ database, traceparent, onChange }: NoteStoreOptions): NoteStore => {
  const change = openChanges<AggregateChange<Note, NoteChange>, Note, NoteChange>({
    database,
    async lock(tx, ids) {
      const rows = await tx
        .select()
        .from(notes)
        .where(inArray(notes.id, [...ids]))
        .orderBy(notes.id)
        .for("update");
      return new Map(rows.map((note) => [note.id, note]));
    },
    after: (_, { note }) => note,
    async write(tx, changed, done) {
      for (const { after } of changed) {
        const { id, status, announcedAt } = after;
        await tx.update(notes).set({ status, announcedAt }).where(eq(notes.id, id));
      }
      for (const { before, after } of done) afterCommit(tx, () => onChange(before, after));
    },
    eventsOf: ({ events }) => events,
  });
  return {
    async find(id) {
      const [note] = await database.drizzle.select().from(notes).where(eq(notes.id, id));
      return note;
    },

    create({ text, by, key, at }) {
      const request = { scope: `createSampleNote:${by}`, key, requestHash: hashRequest({ text }) };
      return idempotent(
        { database, ...request, newResourceId: () => newId("note") },
        ({ resourceId, complete }) =>
          database.transaction(async (tx) => {
            const note = draft(resourceId, text, at);
            await tx.insert(notes).values(note);
            const response = { status: 201, body: noteReply(note) };
            await complete(tx, response);
            afterCommit(tx, () => onChange(undefined, note));
            return response;
          }),
      );
    },

    async change(id, decide) {
      const outcome = await change({ id, decide, traceparent: traceparent() });
      if (outcome.kind !== "done") throw noteUnknown(id);
      return outcome.after;
    },

    async changeOnce(eventId, id, decide) {
      const event = { consumer: "on-note-published", id: eventId };
      await change({ id, decide, event, traceparent: traceparent() });
    },
  };
};
