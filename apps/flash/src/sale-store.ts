import type { SaleFile } from "@caravan/contracts";
import type { TicketTerms } from "@caravan/flash-admission";
import type { Command } from "./domain/command.ts";
import type { Sale, Terms } from "./domain/sale.ts";
import type { HistoryEntry, TicketSums } from "./replies.ts";

/** Who does something to a sale, why and when. */
interface By {
  readonly who: string;
  readonly why: string;
  readonly at: Date;
}

/** A reply as stored under its key. */
interface StoredReply {
  readonly status: number;
  readonly body: SaleFile;
  readonly replayed: boolean;
}

/** How sales go on: what alerts go by. */
export interface SaleHealth {
  /** Seconds since a process looked after the sale that was left alone longest; 0 when none needs it. */
  readonly untendedSeconds: number;
  /** Seconds since the oldest piece that has no order yet was told. */
  readonly unorderedSeconds: number;
  /** Tickets in line for which there is a free piece. */
  readonly unservedTickets: number;
}

/** The sales, and what was done to them. */
export interface SaleStore {
  find(id: string): Promise<Sale | undefined>;
  /** Sales that shoppers see: announced, and ended at most a day ago, by their opening. */
  announced(now: Date): Promise<Sale[]>;
  /** The newest sales, drafts included. */
  all(): Promise<Sale[]>;
  history(saleId: string): Promise<HistoryEntry[]>;
  /** A draft, once per key. @throws Refusal `idempotency-key-reused`, `idempotency-key-in-progress` */
  create(
    draft: By & {
      readonly terms: Terms;
      readonly key: string;
      readonly secrets: Pick<Sale, "seed" | "tokenKey">;
    },
  ): Promise<StoredReply>;
  /** Does what staff asks while the sale is locked, once per key, and notes it. @throws Refusal `sale-unknown`; what `decide` throws */
  command(saleId: string, command: Command, by: By & { readonly key: string }): Promise<Sale>;
  /** Redis and the store disagree: the keeper rebuilds. */
  askForRebuild(saleId: string): Promise<void>;
  /** Takes the lease of all sales that run and that no other process keeps, and prolongs its own. */
  keep(keeper: string, now: Date, until: Date): Promise<Sale[]>;
  /** The terms of all sales that are announced and not settled. */
  announcedTerms(): Promise<readonly (TicketTerms & Pick<Sale, "id">)[]>;
  /** Notes on a draft that inventory is asked for its pieces, before it is. */
  noteAllotmentAsked(saleId: string, at: Date): Promise<void>;
  /** Drafts for whose pieces inventory was asked last before this moment, and that were not announced: at most a hundred. */
  unfinishedDrafts(before: Date): Promise<Sale[]>;
  /** Inventory has no pieces of this draft. Nothing changes if it was asked again meanwhile. */
  forgetAsked(draft: Sale): Promise<void>;
  /** Ends a draft, so that its pieces go back. Nothing changes if inventory was asked again meanwhile. */
  endDraft(draft: Sale, at: Date, why: string): Promise<void>;
  sums(saleIds: readonly string[]): Promise<ReadonlyMap<string, TicketSums>>;
  /** Notes that these sales were looked after just now. */
  noteTended(saleIds: readonly string[], at: Date): Promise<void>;
  health(now: Date): Promise<SaleHealth>;
  /** Tickets with a piece that is not paid for. */
  unsettled(saleId: string): Promise<number>;
  /** Ends a sale whose time is over. */
  close(saleId: string, at: Date, why: string): Promise<void>;
  settle(saleId: string, at: Date, why: string): Promise<void>;
  /** Deletes marks of older epochs, some at a time. */
  forgetOldDecisions(saleId: string, epoch: number): Promise<void>;
  /** Deletes all marks of a sale that decides nothing any more. */
  forgetDecisions(saleId: string): Promise<void>;
  /** Erases the addresses of all who took part: an order has its own. */
  forgetAddresses(saleId: string): Promise<void>;
}
