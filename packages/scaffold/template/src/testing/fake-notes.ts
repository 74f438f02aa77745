import { keyReused } from "@caravan/database";
import { newId } from "#contracts";
import type { NoteStore, StoredReply } from "../dependencies.ts";
import { draft, type Note, type NoteChange, noteReply } from "../domain/note.ts";
import { noteUnknown } from "../domain/refusals.ts";

/** The store over plain memory: what the real one promises, without a database. `told` holds the events. */
export const fakeNotes = (): NoteStore & { readonly told: NoteChange["events"][number][] } => {
  const kept = new Map<string, Note>();
  const replies = new Map<string, { readonly text: string; readonly reply: StoredReply }>();
  const applied = new Set<string>();
  const told: NoteChange["events"][number][] = [];
  const change: NoteStore["change"] = async (id, decide) => {
    const before = kept.get(id);
    if (before === undefined) throw noteUnknown(id);
    const { note, events } = decide(before);
    kept.set(id, note);
    told.push(...events);
    return note;
  };
  return {
    told,
    change,
    find: async (id) => kept.get(id),
    async create({ text, by, key, at }) {
      const known = replies.get(`${by} ${key}`);
      if (known !== undefined && known.text !== text) throw keyReused();
      if (known !== undefined) return { ...known.reply, replayed: true };
      const note = draft(newId("note"), text, at);
      const reply = { status: 201, body: noteReply(note), replayed: false };
      kept.set(note.id, note);
      replies.set(`${by} ${key}`, { text, reply });
      return reply;
    },
    async changeOnce(eventId, id, decide) {
      if (applied.has(eventId) || !kept.has(id)) return;
      applied.add(eventId);
      await change(id, decide);
    },
  };
};
