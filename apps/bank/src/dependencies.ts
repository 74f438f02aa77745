import type { BankMisbehaviour } from "@caravan/contracts";
import type { PlannedCallback, RequestFaults, Setting } from "@caravan/partner";
import type { Intent, Refund, Transition } from "./domain/intent.ts";
import type { Day, DayTotal, RecordedMovement } from "./domain/statement.ts";

/** A decided change of an intent, with its callbacks. */
export interface Decision extends Transition {
  readonly callbacks: readonly PlannedCallback[];
  /** A refund that will fail, because the bank misbehaves. */
  readonly failing?: FailingRefund;
}

/** A refund that will fail. */
export interface FailingRefund {
  readonly intentId: string;
  readonly refundReference: string;
  readonly at: Date;
}

/** Decides a change of an intent, or refuses. */
export type Decide = (intent: Intent, refunds: readonly Refund[]) => Decision;

/** An intent after a request, and whether that changed anything. */
export interface Change {
  readonly intent: Intent;
  readonly changed: boolean;
}

/** The position of a movement in the ledger: by time, and for equal times in the order of writing. */
export interface LedgerPlace {
  readonly at: Date;
  readonly position: number;
}

/** A page of a ledger. */
export interface LedgerPage {
  /** Only movements after this position. */
  readonly after: LedgerPlace | undefined;
  readonly limit: number;
}

export type PlacedMovement = RecordedMovement & LedgerPlace;

/** Intents with their ledger and callbacks, which change in one transaction. */
export interface IntentStore {
  /** Writes a new intent, unless its merchant reference has one. */
  create(intent: Intent): Promise<"created" | "reference-known">;
  find(id: string): Promise<Intent | undefined>;
  findByReference(merchantReference: string): Promise<Intent | undefined>;
  /**
   * Runs `decide` while the intent is locked, writes its change, and sends the callbacks after the
   * commit. It may run again after a deadlock. Undefined when there is no such intent.
   */
  change(id: string, decide: Decide, at: Date): Promise<Change | undefined>;
  /** Refunds that are due to fail, oldest first. */
  failingDue(now: Date, limit: number): Promise<FailingRefund[]>;
  /** Deletes one that has failed. */
  forgetFailing(refund: FailingRefund): Promise<void>;
  /** The ledger of a day from a position on, in chronological order. */
  movements(day: Day, page: LedgerPage): Promise<PlacedMovement[]>;
  /** The sum of the ledger of a day. */
  total(day: Day): Promise<DayTotal>;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  /** The key that merchants must send. */
  readonly apiKey: string;
  /** The merchant's name, as shoppers know it. */
  readonly merchantName: string;
  /** Where shoppers reach the confirmation page. */
  readonly publicOrigin: string;
  readonly intents: IntentStore;
  readonly misbehaviour: Setting<BankMisbehaviour>;
  readonly faults: RequestFaults;
  readonly now: () => Date;
  readonly newId: (prefix: "int" | "bcb") => string;
  /** Called with the outcomes of intents, for the metrics. */
  readonly count: (outcome: string) => void;
}
