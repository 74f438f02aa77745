import type { Dependencies } from "../dependencies.ts";
import { type Note, publish } from "../domain/note.ts";

/** Lets everybody read a note, and tells others of it. */
export const publishNote = (
  { notes, now }: Pick<Dependencies, "notes" | "now">,
  { noteId }: { noteId: string },
): Promise<Note> => notes.change(noteId, (note) => publish(note, now()));
