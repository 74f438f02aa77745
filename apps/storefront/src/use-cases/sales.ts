import type { Sale } from "@caravan/contracts";
import type { Served } from "@caravan/service-kit";
import type { FlashClient } from "../clients/flash.ts";
import type { Freshness } from "../dependencies.ts";
import { orUnknown } from "./or-unknown.ts";
import { createSharedReads } from "./shared-reads.ts";

/** The flash sales for pages: shared by all visitors, and about a second old while flash answers. */
export interface Sales {
  /** Those that are announced, by their opening. Never rejects; undefined when flash is unreachable. */
  list(): Promise<Served<readonly Sale[] | undefined>>;
  /** @throws Refusal `sale-unknown`, or that flash is unreachable */
  one(saleId: string): Promise<Served<Sale>>;
}

export const createSales = (client: FlashClient, freshness: Freshness): Sales => {
  const ages = { ...freshness, staleSeconds: 2, timeoutSeconds: 1 };
  const lists = createSharedReads<readonly Sale[] | undefined>({
    name: "sales",
    ...ages,
    staleSeconds: 60,
    staleOnErrorSeconds: 0,
    maximumEntries: 1,
    // An unknown list is cached like any other, so that a flash that hangs does not hold up the front page.
    load: () => orUnknown("sales unknown", async () => (await client.listSales({})).items),
  });
  const sales = createSharedReads({
    name: "sale",
    ...ages,
    staleOnErrorSeconds: 600,
    maximumEntries: 100,
    load: (saleId) => client.getSale({ params: { saleId } }),
  });
  return { list: () => lists.read("all"), one: (saleId) => sales.read(saleId) };
};
