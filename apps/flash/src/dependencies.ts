import type { PostalAddress } from "@caravan/contracts";
import type { Person } from "@caravan/database";
import type { Admission, Challenge, Decision, Origin, Rebuilt, Rehearsed } from "@caravan/flash-admission";
import type { EventStream } from "@caravan/service-kit";
import type { From } from "./admission/origins.ts";
import type { Sale } from "./domain/sale.ts";
import type { Progress, Ticket } from "./domain/ticket.ts";
import type { Rush } from "./rush.ts";
import type { SaleStore } from "./sale-store.ts";
import type { WatchedTicket } from "./watching/watched-tickets.ts";

export type { Person, SaleStore };

/** Who takes part, and where a piece would go. */
export interface EntryStore {
  /** Keeps the first time and takes the new address. @throws Refusal `account-erased` */
  join(entry: {
    readonly saleId: string;
    readonly person: Person;
    readonly deliverTo: PostalAddress;
    readonly at: Date;
  }): Promise<{ readonly shopperId: string; readonly joinedAt: Date }>;
  find(
    saleId: string,
    shopperId: string,
  ): Promise<{ readonly ownerId: string; readonly deliverTo: PostalAddress | null } | undefined>;
  /** The names under which this person takes part: as the account, and as guests that joined it. */
  shoppersOf(saleId: string, person: Person): Promise<string[]>;
  /** The entry of this person, under whichever name they took part. */
  entryOf(
    saleId: string,
    person: Person,
  ): Promise<{ readonly shopperId: string; readonly joinedAt: Date } | undefined>;
  /** The guest's entries become the account's; tickets beyond what one shopper may have are to go back. */
  joinGuest(eventId: string, guest: string, account: string): Promise<void>;
  eraseUser(eventId: string, subject: string, at: Date, guests?: readonly string[]): Promise<void>;
}

/** The backlog of tickets: number and age. */
export interface TicketLag {
  readonly dueTickets: number;
  readonly oldestDueSeconds: number;
  /** Tickets whose step has been tried ten times without an answer. */
  readonly stuckTickets: number;
}

/** What becomes of tickets after admission. */
export interface TicketRows {
  /**
   * The newest ticket of these shoppers; one that went back only if there is no other. If another of theirs was beyond the limit, the
   * reason says so.
   */
  newestOf(saleId: string, shopperIds: readonly string[]): Promise<WatchedTicket | undefined>;
  claimDue(now: Date, until: Date, limit: number): Promise<Ticket[]>;
  /** The number of tickets of these shoppers, those that went back included. */
  countOf(saleId: string, shopperIds: readonly string[]): Promise<number>;
  /** The tickets of these shoppers that did not go back. */
  liveOf(saleId: string, shopperIds: readonly string[]): Promise<WatchedTicket[]>;
  /** Writes what became of the task that was tried; nothing if it, or why it is to be done, has changed meanwhile. */
  progress(ticket: Pick<Ticket, "id" | "task" | "reason">, progress: Progress): Promise<void>;
  /** Applies an event to its ticket, once per consumer and event; an unknown ticket is ignored. */
  hear(
    consumer: string,
    eventId: string,
    ticketId: string,
    progressOf: (ticket: Ticket) => Progress | undefined,
  ): Promise<void>;
  lag(now: Date): Promise<TicketLag>;
}

/** Admission of all sales in this process. */
export interface Admissions {
  /** The admission of one sale; the same one as long as its shards are the same. */
  of(sale: Sale): Pick<Admission, "giveBack" | "census" | "tend" | "confirm" | "look">;
  /** Decides about one click, by lot in the first moments. Rejects when Redis or the store is away. */
  ask(sale: Sale, shopperId: string, click: string, now: Date): Promise<Decision>;
  /** Fills Redis from the store. */
  rebuild(sale: Sale): Promise<Rebuilt>;
  /** Sells a copy of it to a made-up crowd; undefined: another rehearsal runs. */
  rehearse(sale: Sale, shoppers: number): Promise<Rehearsed | undefined>;
  /** Tickets of all sales together that Redis has room for. Rejects when it is away. */
  room(): Promise<number>;
  /** Takes a sale out of Redis. */
  forget(sale: Sale): Promise<void>;
  /** Counts a shopper among those of their address and device; tells the one that has too many, and counts at neither then. */
  enrol(sale: Sale, shopperId: string, from: From): Promise<Origin | undefined>;
}

/** How a call to order ended. `unclear`: repeat it. */
export type Placed =
  | { readonly kind: "done"; readonly orderId: string; readonly payBy: Date | null }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "unclear" };

/** An order of a ticket, as order knows it. */
export interface Known {
  readonly orderId: string;
  /** `sold`: paid at some time; `back`: given back without that. */
  readonly piece: "held" | "sold" | "back";
  /** The order's status. */
  readonly reason: string;
  readonly payBy: Date | null;
}

/** The part of order that a sale needs. */
export interface Orders {
  /** Makes the order of a ticket, once however often it is called. */
  place(ticket: Ticket, sale: Sale, shopperId: string, deliverTo: PostalAddress): Promise<Placed>;
  /** What became of it; `none`: there is no order of it. Undefined when order does not answer. */
  find(ticketId: string): Promise<Known | "none" | undefined>;
  /** Cancels it if it is not paid. What became of it tells {@link find}: this one never rejects. */
  cancel(ticketId: string, reason: string): Promise<void>;
}

/** The part of inventory that a sale needs. */
export interface Inventory {
  /** Takes the sale's pieces out of the free stock, once. @throws Refusal `out-of-stock`, `sku-unknown`, or that inventory is away */
  openAllotment(sale: Sale): Promise<string>;
  /** The allotment of a sale whose opening was not answered; undefined: there is none. @throws Refusal that inventory is away */
  findAllotment(saleId: string): Promise<string | undefined>;
  /** Puts what is left back into the free stock. @throws Refusal that inventory is away */
  closeAllotment(allotmentId: string): Promise<void>;
}

/** Those who watch sales in this process, fed by the same few queries a second however many they are. */
export interface Watching {
  /** @throws Refusal `sale-unknown`; `streams-exhausted` when it is answered */
  watch(saleId: string, person: Person): Promise<EventStream>;
  /** Looks once what has changed, also by other processes, and tells those concerned. */
  look(): Promise<void>;
  /** Keeps streams alive; once a second. */
  beat(): void;
  /** Ends all streams: their readers come back to another process. */
  drain(): void;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly now: () => Date;
  readonly newSecret: () => string;
  readonly sales: SaleStore;
  /** A sale as it was at most half a second ago, kept in memory; drafts too. @throws Refusal `sale-unknown` */
  readonly currentSale: (saleId: string) => Promise<Sale>;
  readonly entries: EntryStore;
  readonly tickets: TicketRows;
  readonly watching: Pick<Watching, "watch">;
  readonly admissions: Admissions;
  readonly orders: Orders;
  readonly inventory: Inventory;
  /** What a click is held against. `lateSeconds`: how long a token that was issued after the opening waits until it counts. */
  readonly fairness: { readonly lateSeconds: number; readonly challenge: Challenge };
  readonly rush: Rush;
  readonly countDecision: (decision: string) => void;
  readonly countRebuild: (outcome: Rebuilt["kind"]) => void;
  readonly countDifference: () => void;
  readonly countTicketStep: (task: string, next: string) => void;
  readonly random: () => number;
  readonly log: { error(fields: object, message: string): void; info(fields: object, message: string): void };
}
