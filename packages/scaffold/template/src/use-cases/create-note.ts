import type { Dependencies, Draft, StoredReply } from "../dependencies.ts";

/** Keeps a new note as a draft, once per key. */
export const createNote = (
  { notes, now }: Pick<Dependencies, "notes" | "now">,
  input: Omit<Draft, "at">,
): Promise<StoredReply> => notes.create({ ...input, at: now() });
