import { maximumPageSize } from "@caravan/contracts";

/** A page of a list, and the cursor of the next one. */
interface Page<T> {
  items: T[];
  nextCursor?: string | undefined;
}

/** Items of a list, page by page, at most `limit` of them, and whether there are more. */
export const upTo = async <T>(
  limit: number,
  ask: (query: { limit: string; cursor?: string }) => Promise<Page<T>>,
): Promise<{ items: T[]; isMore: boolean }> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const size = String(Math.min(maximumPageSize, limit - items.length));
    const page = await ask({ limit: size, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && items.length < limit);
  return { items, isMore: cursor !== undefined };
};
