import { Refusal } from "#contracts";

export const noteUnknown = (noteId: string): Refusal =>
  new Refusal({ kind: "not-found", code: "note-unknown", detail: `There is no note ${noteId}.` });
