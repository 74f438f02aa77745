import { counter } from "@caravan/service-kit";
import type { OnChange } from "./dependencies.ts";

const notes = counter("caravan_sample_notes_total", "Notes by the status they reached.", ["status"]);

export const countNote: OnChange = (before, { status }) => {
  if (before?.status !== status) notes.inc({ status });
};
