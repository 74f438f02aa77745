import type { Ticket } from "../domain/ticket.ts";

/** A ticket in the order in which it was first stored, and when it changed by the database's clock. */
export interface WatchedTicket extends Ticket {
  readonly position: number;
  readonly changedAt: Date;
}

/** A row in the order of changes. */
export interface ChangeMark {
  readonly at: Date;
  readonly position: number;
}

/** What those who watch sales are told of, in few queries for all of them. */
export interface WatchedTickets {
  /** The database's clock. */
  now(): Promise<Date>;
  /** Tickets of these sales that changed after the mark, in the order of their changes. */
  changed(saleIds: readonly string[], after: ChangeMark, limit: number): Promise<WatchedTicket[]>;
  /** The positions of those who wait, first to last. */
  line(saleId: string): Promise<Float64Array>;
}
