/** What a shopper is told. A ticket or a place is told only once it is stored, so it is never taken back. */
export type Decision =
  /** They have a piece. */
  | { kind: "admitted"; ticket: string }
  /** They stand in line. `place`: about how many get a piece before them, and them; exact with one shard. */
  | { kind: "waiting"; ticket: string; place: number }
  /** Decided, but not stored yet: the same click again tells. */
  | { kind: "deciding" }
  /** No piece is free and the line is full. A piece that comes back can change that. */
  | { kind: "sold-out" }
  | { kind: "not-yet"; opensAt: Date }
  | { kind: "paused" }
  | { kind: "ended" }
  /** They had their piece and gave it back, or did not pay in time. */
  | { kind: "not-for-you"; reason: "returned" }
  /** The sale is being rebuilt from the store: ask again. */
  | { kind: "warming" }
  /** Too much is undecided at this moment: ask again. */
  | { kind: "busy" };

/** What became of a ticket that was given back. `freed`: the sale is settled, the piece belongs back to the inventory. */
export type Returned =
  | { kind: "returned"; freed: boolean }
  | { kind: "unknown" }
  | { kind: "busy" }
  | { kind: "warming" };
