import { setImmediate as yieldToRequests } from "node:timers/promises";
import type { ChangePlace, ProductSearch, ProductStore } from "../dependencies.ts";
import { searchStarting } from "../domain/refusals.ts";
import { SearchIndex } from "./search-index.ts";

/** A search that follows the catalogue. */
export interface LiveSearch extends ProductSearch {
  /** Reads the changes since the last call; the first call reads everything. Calls must not overlap. */
  refresh(): Promise<void>;
  /** @throws Refusal `search-starting` until the catalogue has been read */
  ready(): Promise<void>;
}

const pageSize = 500;
/** Products indexed between two pauses for requests: some milliseconds of work. */
const sliceSize = 10;
/** A transaction commits later than it wrote, and clocks differ: rows this young are read again. */
const overlapMilliseconds = 120_000;
const beginning: ChangePlace = { changedAt: new Date(0), id: "" };

/**
 * Keeps the index of this process up to date with the database; every replica does so. Rebuilds it beside the
 * old one when a product was removed or a category renamed.
 */
export const liveSearch = (
  products: Pick<ProductStore, "changedAfter" | "categories">,
  now: () => number,
  /** Called with the size of the index. */
  onIndex: (index: { readonly size: number; readonly terms: number }) => void = () => {},
): LiveSearch => {
  let current: { readonly index: SearchIndex; readonly names: string; place: ChangePlace } | undefined;

  /** Indexes all changes after a position; returns the position of the last change. */
  const follow = async (index: SearchIndex, from: ChangePlace): Promise<ChangePlace> => {
    let place = from;
    for (;;) {
      const page = await products.changedAfter(place, pageSize);
      for (let at = 0; at < page.length; at += sliceSize) {
        for (const product of page.slice(at, at + sliceSize)) index.put(product);
        await yieldToRequests();
      }
      place = page.at(-1) ?? place;
      if (page.length < pageSize) return place;
    }
  };

  const refresh = async (): Promise<void> => {
    const categories = await products.categories();
    const names = JSON.stringify(categories.map(({ slug, name }) => [slug, name]));
    const count = categories.reduce((sum, { productCount }) => sum + productCount, 0);
    if (current?.names === names) {
      const { index, place } = current;
      current.place = later(place, await follow(index, earlier(place, now() - overlapMilliseconds)));
      if (index.size <= count) return onIndex(index);
    }
    const index = new SearchIndex();
    current = { index, names, place: await follow(index, beginning) };
    onIndex(index);
  };

  const opened = (): SearchIndex => {
    if (current === undefined) throw searchStarting();
    return current.index;
  };
  return {
    refresh,
    find: (query, place) => opened().find(query, place),
    ready: async () => {
      opened();
    },
  };
};

const earlier = (place: ChangePlace, time: number): ChangePlace =>
  place.changedAt.getTime() < time ? place : { changedAt: new Date(time), id: "" };

const later = (one: ChangePlace, other: ChangePlace): ChangePlace =>
  other.changedAt > one.changedAt ? other : one;
