import { onEvent } from "@caravan/dapr";
import { sampleNotePublished } from "#contracts";
import type { Dependencies } from "../dependencies.ts";
import { confirmAnnouncement } from "../use-cases/confirm-announcement.ts";

/** The service's own event, so that it can be seen to arrive. Another one: import its definition from the contracts. */
export const onNotePublished = (dependencies: Pick<Dependencies, "notes" | "now">) =>
  onEvent(sampleNotePublished, ({ noteId }, { id }) =>
    confirmAnnouncement(dependencies, { eventId: id, noteId }),
  );
