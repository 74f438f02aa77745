import { LRUCache } from "lru-cache";

/** The page of a key, made anew only when something it is made of is not what it was. */
export type KeepPage<T> = (key: string, madeOf: readonly unknown[], make: () => T) => T;

/** Keeps what all shoppers share of pages. Shared values are replaced, never changed, so identity tells them apart. */
export const createKeptPages = <T>(): KeepPage<T> => {
  const pages = new LRUCache<
    string,
    { readonly madeOf: readonly unknown[]; readonly page: { readonly value: T } }
  >({
    max: 500,
  });
  return (key, madeOf, make) => {
    const last = pages.get(key);
    if (last !== undefined && madeOf.every((part, index) => part === last.madeOf[index]))
      return last.page.value;
    const page = { value: make() };
    pages.set(key, { madeOf, page });
    return page.value;
  };
};
