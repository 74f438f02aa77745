import type { userLookupRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { lookUpAccount } from "../use-cases/look-up-account.ts";

export const lookupHandlers = (dependencies: Dependencies): Handlers<typeof userLookupRoutes> => ({
  findAccounts: async ({ query }) => ({ items: await dependencies.accounts.known(query.ids) }),
  lookUpAccount: ({ body, staffId }) => lookUpAccount(dependencies, { ...body, staffId }),
});
