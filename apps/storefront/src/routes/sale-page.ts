import { type ProductSummary, Refusal, type Sale } from "@caravan/contracts";
import { newKey, privatePage, render } from "@caravan/pages";
import { type Caller, log, useShared } from "@caravan/service-kit";
import type { Context } from "hono";
import { freshForm } from "../pages/fields.ts";
import type { Frame } from "../pages/layout.ts";
import { type Personal, type SaleParts, salePage } from "../pages/sale.ts";
import { loadFrame } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { isAccountErased } from "./refusals.ts";
import { limitNotice } from "./sale-notices.ts";
import { addressBook } from "./saved-addresses.ts";
import { isAccount } from "./session.ts";
import { shopperMoments } from "./shopper-zone.ts";

/** What a refused form of the page shows again. */
export interface SaleAgain extends Pick<SaleParts, "notice" | "askAgain"> {
  /** What refused it, where the sale has more to say of it than the notice. */
  readonly error?: unknown;
  readonly values?: Readonly<Record<string, string>>;
  readonly errors?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly status?: number;
}

/** Answers with the page of a sale, with where this shopper stands. @throws Refusal `sale-unknown`, or that flash is unreachable */
export type ShowSale = (
  c: Context,
  saleId: string,
  shopper: Caller | undefined,
  again?: SaleAgain,
) => Promise<Response>;

/** What everyone sees of a sale, from memory. */
export const loadSale = async (
  { catalogue, sales }: Pick<Parts, "catalogue" | "sales">,
  saleId: string,
): Promise<{ frame: Frame; sale: Sale; product: ProductSummary | undefined }> => {
  const sale = useShared(await sales.one(saleId));
  const [frame, product] = await Promise.all([loadFrame(catalogue), soldProduct({ catalogue }, sale)]);
  return { frame, sale, product };
};

/** The product of a SKU; undefined when the catalogue is unreachable. */
export const soldProduct = async (
  { catalogue }: Pick<Parts, "catalogue">,
  { sku }: Pick<Sale, "sku">,
): Promise<ProductSummary | undefined> => {
  const found = await catalogue.list({ q: sku }).catch(() => undefined);
  return found === undefined ? undefined : useShared(found).items.find((item) => item.sku === sku);
};

export const createShowSale =
  (parts: Parts): ShowSale =>
  async (c, saleId, shopper, again = {}) => {
    const [{ frame, sale, product }, personal] = await Promise.all([
      loadSale(parts, saleId),
      shopper === undefined ? undefined : personalOf(parts, saleId, again.key),
    ]);
    const takesPart = personal === undefined || personal.entry !== undefined || personal.unknown;
    const book =
      shopper === undefined || takesPart
        ? { account: isAccount(shopper), addresses: [] }
        : await addressBook(parts.users, shopper);
    const form = {
      ...freshForm,
      ...(again.values && { values: again.values }),
      ...(again.errors && { errors: again.errors }),
    };
    const limit = again.error instanceof Refusal ? limitNotice(again.error.code, sale) : undefined;
    const page = salePage(frame, {
      ...{ sale, product, notice: limit ?? again.notice, askAgain: again.askAgain === true },
      ...(personal !== undefined && { personal }),
      moments: shopperMoments(c),
      entry: { ...form, ...book },
    });
    return privatePage(c, render(page), again.status);
  };

/** What flash knows of this shopper. */
const personalOf = async (
  { flash }: Pick<Parts, "flash">,
  saleId: string,
  key: string = newKey("ask"),
): Promise<Personal> => {
  const call = { params: { saleId }, timeoutSeconds: 2 };
  try {
    const [entry, place] = await Promise.all([
      known(flash.getSaleEntry(call), "entry-unknown"),
      known(flash.getSalePlace(call), "place-unknown"),
    ]);
    return { entry, place, key, unknown: false };
  } catch (error) {
    if (isAccountErased(error) || (error instanceof Refusal && error.code === "sale-unknown")) throw error;
    log.warn({ err: error, sale: saleId }, "place in a sale unknown");
    return { entry: undefined, place: undefined, key, unknown: true };
  }
};

const known = async <T>(call: Promise<T>, unknownCode: string): Promise<T | undefined> =>
  call.catch((error: unknown) => {
    if (error instanceof Refusal && error.code === unknownCode) return undefined;
    throw error;
  });
