import type { SampleNote } from "#contracts";
import type { Note, NoteChange } from "./domain/note.ts";

/** Judges a note: what is to become of it, or a refusal. */
export type Decide = (note: Note) => NoteChange;

/** A draft that staff asks for, once per key. */
export interface Draft {
  readonly text: string;
  readonly by: string;
  readonly key: string;
  readonly at: Date;
}

/** A reply as it was kept under its key. */
export interface StoredReply {
  readonly status: number;
  readonly body: SampleNote;
  /** It was stored earlier; nothing happened this time. */
  readonly replayed: boolean;
}

/** All notes. */
export interface NoteStore {
  find(id: string): Promise<Note | undefined>;
  /** @throws Refusal `idempotency-key-reused`, `idempotency-key-in-progress` */
  create(draft: Draft): Promise<StoredReply>;
  /**
   * Lets `decide` judge the note while no other change can reach it, and writes what it says together with its events.
   *
   * @throws Refusal `note-unknown`; what `decide` throws
   */
  change(id: string, decide: Decide): Promise<Note>;
  /** The same because of an event, once per event; a note that is gone is left alone. */
  changeOnce(eventId: string, id: string, decide: Decide): Promise<void>;
}

/** What a note was and has become, once that is committed; `before` is undefined for a new one. */
export type OnChange = (before: Note | undefined, note: Note) => void;

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly now: () => Date;
  readonly notes: NoteStore;
}
