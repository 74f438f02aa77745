import type { Dependencies } from "../dependencies.ts";
import type { Carts } from "../use-cases/carts.ts";
import type { Catalogue } from "../use-cases/catalogue.ts";
import type { Coupons } from "../use-cases/coupons.ts";
import type { Offers } from "../use-cases/offers.ts";
import type { Quotes } from "../use-cases/quotes.ts";
import type { Sales } from "../use-cases/sales.ts";
import type { Stock } from "../use-cases/stock.ts";
import type { Sessions } from "./session.ts";

/** What every page may use: the dependencies, and what this process makes of them once. */
export interface Parts extends Dependencies {
  readonly catalogue: Catalogue;
  readonly stock: Stock;
  readonly sales: Sales;
  readonly offers: Offers;
  readonly quotes: Quotes;
  readonly coupons: Coupons;
  readonly carts: Carts;
  readonly sessions: Sessions;
}
