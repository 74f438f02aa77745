/** One decision, as it stands in the log of a shard. */
export interface Decided {
  /** Its place in the shard's log of this epoch: 1, 2, 3 … without a gap. */
  number: number;
  kind: "admitted" | "waiting" | "returned";
  ticket: string;
  shopper: string;
  click: string;
  /** A digest of this decision and of the mark before it: two logs that agree in one mark agree in all before. */
  mark: string;
}

/** Decisions of one shard, in order. */
export interface Batch {
  sale: string;
  epoch: number;
  shard: number;
  decided: readonly Decided[];
}

/** A ticket as the store knows it. */
export interface StoredTicket {
  ticket: string;
  shopper: string;
  click: string;
  status: Decided["kind"];
}

/** Everything a rebuild needs to know of a sale. */
export interface Snapshot {
  epoch: number;
  phase: "open" | "paused" | "closed";
  begins: Date;
  ends: Date;
  /** Tickets that one shopper may have; one that came back counts, too. */
  limit: number;
  /** Places in the line behind the pieces, in all. */
  room: number;
  /** Tickets in all that Redis may hold, those that went back included; then it is sold out. */
  most: number;
  /** Decisions of one shard that may wait for their hand-over; then it answers "busy". */
  backlog: number;
  pieces: number;
  /** In the order in which they were first stored. */
  tickets: readonly StoredTicket[];
}

/** The durable truth about a sale, in the app's database. */
export interface TicketStore {
  /**
   * Stores decisions, in one transaction that locks the sale:
   * - `stale`: the epoch is not the sale's;
   * - `diverged`: a number that is stored with another mark, a gap, or more pieces sold than the sale has.
   *
   * In both cases nothing is stored, and the sale must be rebuilt. What is stored already with the same mark is passed over.
   */
  append(batch: Batch): Promise<"stored" | "stale" | "diverged">;
  /** The number of a shard's newest decision that is stored, 0 for none; undefined: the epoch is not the sale's. */
  newest(of: Omit<Batch, "decided">): Promise<number | undefined>;
  /** Raises the epoch, in one transaction, and then tells what is stored: nothing of an older epoch can be added any more. */
  raise(sale: string): Promise<Snapshot>;
}
