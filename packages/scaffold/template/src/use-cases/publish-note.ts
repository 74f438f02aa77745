import type { Dependencies } from "../dependencies.ts";
import { type Note, publish } from "../domain/note.ts";

/** Publishes a note and appends the event that says so. */
export const publishNote = (
  { notes, now }: Pick<Dependencies, "notes" | "now">,
  { noteId }: { noteId: string },
): Promise<Note> => notes.change(noteId, (note) => publish(note, now()));
