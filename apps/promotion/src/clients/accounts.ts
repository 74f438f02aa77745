import type { userLookupRoutes } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Accounts } from "../dependencies.ts";
import { accountsUnavailable } from "../domain/refusals.ts";

const timeoutSeconds = 2;

/** User, called through the mesh. */
export const openAccounts = (client: Pick<Client<typeof userLookupRoutes>, "findAccounts">): Accounts => ({
  async known(ids) {
    try {
      return new Set((await client.findAccounts({ query: { ids: ids.join(",") }, timeoutSeconds })).items);
    } catch (error) {
      throw accountsUnavailable(error);
    }
  },
});
