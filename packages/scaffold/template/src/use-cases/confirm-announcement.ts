import type { Dependencies } from "../dependencies.ts";
import { announce } from "../domain/note.ts";

/** Writes down that the event of a note came through the broker, once per event. */
export const confirmAnnouncement = (
  { notes, now }: Pick<Dependencies, "notes" | "now">,
  { eventId, noteId }: { eventId: string; noteId: string },
): Promise<void> => notes.changeOnce(eventId, noteId, (note) => announce(note, now()));
