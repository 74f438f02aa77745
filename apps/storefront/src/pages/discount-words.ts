import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";
import type { Frame } from "./layout.ts";

/** What people call an article or a category: a category's name, or the SKU or slug as it is. */
export const goodsName =
  ({ categories }: Frame) =>
  (goods: string): string =>
    categories?.find(({ slug }) => slug === goods)?.name ?? goods;

/** How the words of a rule or a coupon end: whether it counts beside others, and until when. */
export const endWords = (
  { combines, until }: { readonly combines: boolean; readonly until: string },
  moments: Moments,
): Fragment => html`${combines ? "" : ", not together with other discounts"}, until ${moments.moment(until)}`;
