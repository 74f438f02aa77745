import { Page, Problem, ProductSummary } from "@caravan/contracts";
import * as v from "valibot";
import { type Browser, openBrowser } from "./browser.ts";
import { newShopper, orderIn, type Reply, type Shopper } from "./shopper.ts";

/** The code of a problem document, and its Retry-After in seconds. */
export const refusalIn = (reply: Reply): { status: number; code: string; retryAfter: number } => {
  const { status, code } = v.parse(Problem, reply.json());
  return { status, code, retryAfter: Number(reply.headers["retry-after"]) };
};

/** Envoy's reply when no pod could answer: at once, and not after a timeout. */
export const unreachable = { status: 503, code: "unavailable", retryAfter: 1 } as const;

/** A product of the shop. */
export const anyProduct = async (): Promise<ProductSummary> => {
  const reply = await (await newShopper()).send("GET", "/v1/products?limit=1");
  const [first] = v.parse(Page(ProductSummary), reply.json()).items;
  if (first === undefined) throw new Error("nothing is sold");
  return first;
};

/** Places an order of one piece. */
export const placeOne = async (shopper: Shopper, sku = "CAR-0005") =>
  orderIn(await shopper.placeOrder({ lines: [{ sku, quantity: 1 }] }));

/** A shopper's browser with one piece in the cart. */
export const openWithCart = async (shopper: Shopper, { id }: ProductSummary): Promise<Browser> => {
  const browser = await openBrowser(shopper.session);
  const added = await browser.submit("/cart", { do: "add", productId: id, quantity: "1" });
  if (added.status !== 303) throw new Error(`the cart answered ${added.status}`);
  return browser;
};
