import { type EventData, type SampleNote, sampleNotePublished } from "#contracts";

/** A text that staff writes and publishes. */
export interface Note {
  readonly id: string;
  readonly text: string;
  readonly status: SampleNote["status"];
  readonly createdAt: Date;
  /** When its event had come through the broker. */
  readonly announcedAt: Date | null;
}

/** The changed note and the events of the change. The same object again: there is nothing to write. */
export interface NoteChange {
  readonly note: Note;
  readonly events: readonly {
    readonly topic: string;
    readonly data: EventData<typeof sampleNotePublished>;
  }[];
}

export const draft = (id: string, text: string, createdAt: Date): Note => ({
  ...{ id, text, createdAt },
  status: "draft",
  announcedAt: null,
});

/** Publishes a note; one that is published stays as it is, and its event is not repeated. */
export const publish = (note: Note, at: Date): NoteChange =>
  note.status === "published"
    ? { note, events: [] }
    : {
        note: { ...note, status: "published" },
        events: [{ topic: sampleNotePublished.topic, data: { noteId: note.id, at: at.toISOString() } }],
      };

/** The first time counts. */
export const announce = (note: Note, announcedAt: Date): NoteChange => ({
  note: note.announcedAt === null ? { ...note, announcedAt } : note,
  events: [],
});

/** A note as callers see it. */
export const noteReply = ({ createdAt, announcedAt, ...note }: Note): SampleNote => ({
  ...note,
  createdAt: createdAt.toISOString(),
  announcedAt: announcedAt?.toISOString() ?? null,
});
