import type { BankMisbehaviour } from "@caravan/contracts";
import type { PlannedCallback, RequestFaults, Setting } from "@caravan/partner";
import type { Intent, Refund, Transition } from "./domain/intent.ts";
import type { Day, DayTotal, RecordedMovement } from "./domain/statement.ts";

/** What is to become of an intent, and what is to be told of it. */
export interface Decision extends Transition {
  readonly callbacks: readonly PlannedCallback[];
  /** A refund that comes back later, because the bank misbehaves. */
  readonly failing?: FailingRefund;
}

/** A refund that will come back. */
export interface FailingRefund {
  readonly intentId: string;
  readonly refundReference: string;
  readonly at: Date;
}

/** Judges an intent, or refuses. */
export type Decide = (intent: Intent, refunds: readonly Refund[]) => Decision;

/** An intent after a request, and whether that changed anything. */
export interface Change {
  readonly intent: Intent;
  readonly changed: boolean;
}

/** Where a movement stands in the ledger: by time, and among those of the same moment as they were written. */
export interface LedgerPlace {
  readonly at: Date;
  readonly position: number;
}

/** Which part of a ledger is asked for. */
export interface LedgerPage {
  /** Only what stands after this place. */
  readonly after: LedgerPlace | undefined;
  readonly limit: number;
}

export type PlacedMovement = RecordedMovement & LedgerPlace;

/** Intents with the ledger and the callbacks that tell of them: whatever changes one changes all in one transaction. */
export interface IntentStore {
  /** Writes a new intent, unless its merchant reference has one. */
  create(intent: Intent): Promise<"created" | "reference-known">;
  find(id: string): Promise<Intent | undefined>;
  findByReference(merchantReference: string): Promise<Intent | undefined>;
  /**
   * Lets `decide` judge the intent while nobody else can change it, does what it says, and sends the callbacks once that is
   * committed. It runs again when the database asks for that. Undefined when there is no such intent.
   */
  change(id: string, decide: Decide, at: Date): Promise<Change | undefined>;
  /** Refunds whose time to come back has come, oldest first. */
  failingDue(now: Date, limit: number): Promise<FailingRefund[]>;
  /** Forgets one that came back. */
  forgetFailing(refund: FailingRefund): Promise<void>;
  /** The ledger of a day from a place on, in the order in which it happened. */
  movements(day: Day, page: LedgerPage): Promise<PlacedMovement[]>;
  /** What the whole ledger of a day comes to. */
  total(day: Day): Promise<DayTotal>;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  /** What merchants must send to use the API. */
  readonly apiKey: string;
  /** Whose account it is that the key belongs to, as shoppers know them. */
  readonly merchantName: string;
  /** Where shoppers reach the confirmation page. */
  readonly publicOrigin: string;
  readonly intents: IntentStore;
  readonly misbehaviour: Setting<BankMisbehaviour>;
  readonly faults: RequestFaults;
  readonly now: () => Date;
  readonly newId: (prefix: "int" | "bcb") => string;
  /** Told what became of intents, for the metrics. */
  readonly count: (outcome: string) => void;
}
