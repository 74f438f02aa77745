import type { Dependencies } from "../dependencies.ts";
import type { Note } from "../domain/note.ts";
import { noteUnknown } from "../domain/refusals.ts";

/** A note that is published; there is no difference between a draft and none. */
export const getNote = async (
  { notes }: Pick<Dependencies, "notes">,
  { noteId }: { noteId: string },
): Promise<Note> => {
  const note = await notes.find(noteId);
  if (note?.status !== "published") throw noteUnknown(noteId);
  return note;
};
