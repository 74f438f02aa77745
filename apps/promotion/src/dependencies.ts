import type { PromotionFile, Quote } from "@caravan/contracts";
import type { Person } from "@caravan/database";
import type { Prices } from "@caravan/prices";
import type { Command } from "./domain/command.ts";
import type { Facts, Promotion, Terms } from "./domain/promotion.ts";
import type { Use, UseStatus } from "./domain/use.ts";

export type { Person };

/** Who does something to a promotion, why, when, and under which key: the same command comes once, however often it is sent. */
export interface By {
  readonly who: string;
  readonly why: string;
  readonly at: Date;
  readonly key: string;
}

/** What was done to a promotion. */
export interface HistoryEntry extends Omit<By, "key"> {
  readonly what: string;
}

/** A reply as stored under its key. */
export interface StoredReply {
  readonly status: number;
  readonly body: PromotionFile;
  readonly replayed: boolean;
}

/** Asks others before anything is written, outside of any transaction; what was done under a key already is not checked again. */
export type Check = () => Promise<void>;

/** The promotions, and what staff does to them. */
export interface PromotionStore {
  find(id: string): Promise<Promotion | undefined>;
  /** The newest ones, drafts included. */
  all(): Promise<Promotion[]>;
  history(id: string): Promise<HistoryEntry[]>;
  /** Rules that count at this time, in the order of their application. */
  rules(now: Date): Promise<Promotion[]>;
  byCodes(codes: readonly string[]): Promise<Promotion[]>;
  /** Coupons that were given to this account and count at this time. */
  givenTo(account: string, now: Date): Promise<Promotion[]>;
  /** A draft, once per key. @throws Refusal `code-taken`, `idempotency-key-reused`, `idempotency-key-in-progress`; what `check` throws */
  create(terms: Terms, by: By, check?: Check): Promise<StoredReply>;
  /** Does what staff asks while the promotion is locked, and notes it. @throws Refusal `promotion-unknown`; what `decide` throws */
  command(id: string, command: Command, by: By): Promise<Promotion>;
  /**
   * Gives a coupon to accounts; those that have it or are erased are left out.
   *
   * @throws Refusal `promotion-unknown`, `not-a-coupon`, `promotion-ended`, `promotion-over`; what `check` throws
   */
  give(id: string, accounts: readonly string[], by: By, check?: Check): Promise<Promotion>;
  /** Promotions that count and can run out, those that have given the largest share first. */
  mostGiven(now: Date, limit: number): Promise<Promotion[]>;
}

/** What is known of people. */
export interface PeopleStore {
  /** As far as these promotions ask about it. */
  facts(person: Person, promotions: readonly Promotion[]): Promise<Facts>;
  /** Notes that a shopper has a confirmed order; a repetition changes nothing. */
  noteConfirmed(order: { readonly shopperId: string; readonly at: Date }): Promise<void>;
  joinGuest(eventId: string, guest: string, account: string): Promise<void>;
  eraseUser(eventId: string, subject: string, at: Date, guests?: readonly string[]): Promise<void>;
}

/** What an order asks for. */
export interface Try {
  readonly orderId: string;
  readonly shopperId: string;
  readonly codes: readonly string[];
  /** Digest of lines and codes. */
  readonly content: string;
  readonly at: Date;
  /** When order is asked what became of it. */
  readonly askAt: Date;
}

/** How promotions are applied to one order. Runs again after a deadlock. */
export interface Pricing {
  /** Whether a promotion could take something off, whatever its limits: those are locked. */
  readonly couldApply: (promotion: Promotion, facts: Facts) => boolean;
  /** @throws Refusal `coupon-refused`, `total-too-large` */
  readonly price: (promotions: readonly Promotion[], facts: Facts) => Quote;
}

/** Uses whose order is to be asked about: number and age. */
export interface UseLag {
  readonly dueUses: number;
  readonly oldestDueSeconds: number;
  /** Those that ten attempts have not settled. */
  readonly stuckUses: number;
}

/** What orders take of promotions, by try, confirm and cancel. */
export interface UseStore {
  /**
   * Prices an order and holds what it takes, in one transaction, in which the promotions are locked; one that was tried before is returned
   * as it is.
   *
   * @throws Refusal `use-differs`, `use-ended`, `account-erased`; what `price` throws
   */
  try(wanted: Try, pricing: Pricing): Promise<{ readonly use: Use; readonly isNew: boolean }>;
  /** Makes it used, once. @throws Refusal `use-unknown`, `use-ended` */
  confirm(orderId: string): Promise<{ readonly use: Use; readonly before: UseStatus }>;
  /** Gives it back, once; marks one that was never tried. */
  cancel(orderId: string, at: Date): Promise<{ readonly use: Use; readonly before: UseStatus | undefined }>;
  /** Claims held uses that are due, until then; counts the attempt. */
  claimDue(now: Date, until: Date, limit: number): Promise<HeldUse[]>;
  /** Asks later about one that is held still. */
  askLater(orderId: string, dueAt: Date, attempts: number): Promise<void>;
  lag(now: Date): Promise<UseLag>;
}

/** A use that is held, and how often it was tried to settle it, this time too, since its order last said that it stays held. */
export interface HeldUse {
  readonly orderId: string;
  readonly attempts: number;
}

/** The part of order that the keeper needs. */
export interface Orders {
  /** What an order's status says of its use; `none`: there is no such order. Undefined when order does not answer. */
  find(orderId: string): Promise<UseStatus | "none" | undefined>;
}

/** The part of user that giving needs. */
export interface Accounts {
  /** Those of these accounts that there are. @throws Refusal `accounts-unavailable` */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The part of product that terms are checked by. */
export interface Goods {
  /** Those of these SKUs that the catalogue has. @throws Refusal `catalogue-unavailable` */
  skus(skus: readonly string[]): Promise<ReadonlySet<string>>;
  /** All categories. @throws Refusal `catalogue-unavailable` */
  categories(): Promise<ReadonlySet<string>>;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly now: () => Date;
  readonly random: () => number;
  readonly promotions: PromotionStore;
  readonly people: PeopleStore;
  readonly uses: UseStore;
  /** Rules that count, at most a second old, kept in memory. */
  readonly currentRules: () => Promise<readonly Promotion[]>;
  readonly prices: Prices;
  readonly orders: Orders;
  readonly accounts: Accounts;
  readonly goods: Goods;
  readonly countQuote: (outcome: string) => void;
  readonly countTry: (outcome: string) => void;
  readonly countUse: (status: UseStatus) => void;
  readonly log: { error(fields: object, message: string): void };
}
