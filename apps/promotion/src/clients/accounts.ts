import { mostAccounts, type userLookupRoutes } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import { partsOf } from "@caravan/database";
import type { Accounts } from "../dependencies.ts";
import { accountsUnavailable } from "../domain/refusals.ts";

const timeoutSeconds = 2;

/** User, called through the mesh. */
export const openAccounts = (client: Pick<Client<typeof userLookupRoutes>, "findAccounts">): Accounts => ({
  async known(ids) {
    try {
      const replies = await Promise.all(
        partsOf(ids, mostAccounts).map((part) =>
          client.findAccounts({ query: { ids: part.join(",") }, timeoutSeconds }),
        ),
      );
      return new Set(replies.flatMap(({ items }) => items));
    } catch (error) {
      throw accountsUnavailable(error);
    }
  },
});
