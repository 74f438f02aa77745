import type { Benefit, CodeRefusal, Condition } from "@caravan/contracts";

/** One line of a cart at its list price; each SKU once. */
export interface CartLine {
  readonly sku: string;
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  /** List price of one piece. */
  readonly priceCents: number;
  /** Null when it is not known: then no promotion of a category matches. */
  readonly category: string | null;
}

/** A promotion that may count for a cart. */
export interface Promotion {
  readonly id: string;
  readonly name: string;
  /** A coupon counts for carts that name its code; null for a rule. */
  readonly code: string | null;
  readonly benefit: Benefit;
  readonly condition: Condition;
  readonly priority: number;
  readonly combines: boolean;
  /** Why it cannot be used at the moment, whatever is in the cart: its time, its limits. Null when it can. */
  readonly barred: CodeRefusal | null;
  /** What it may still take off; null: without a limit. A discount that does not fit is not given at all. */
  readonly budgetLeftCents: number | null;
}

/** What promotions ask about who buys. */
export interface Shopper {
  readonly signedIn: boolean;
  /** No order of theirs was ever confirmed. */
  readonly firstOrder: boolean;
}

/** What is to be priced. */
export interface Cart {
  readonly lines: readonly CartLine[];
  readonly promotions: readonly Promotion[];
  readonly shopper: Shopper;
  /** Codes that the shopper named. */
  readonly codes: readonly string[];
}
