import type { userRoutes } from "@caravan/contracts";
import { clientNetwork, type Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { userReply } from "../domain/account.ts";
import { changePassword } from "../use-cases/change-password.ts";
import { eraseMe } from "../use-cases/erase-me.ts";
import { exportMe } from "../use-cases/export-me.ts";
import { getMe } from "../use-cases/get-me.ts";
import { setScopes } from "../use-cases/set-scopes.ts";

type AccountRoutes = Pick<
  typeof userRoutes,
  "getMe" | "changePassword" | "exportMe" | "eraseMe" | "setScopes"
>;

export const accountHandlers = (dependencies: Dependencies): Handlers<AccountRoutes> => ({
  getMe: async ({ shopperId }) => userReply(await getMe(dependencies, shopperId)),
  changePassword: ({ body, shopperId }) =>
    changePassword(dependencies, { ...body, userId: shopperId, from: clientNetwork() }),
  exportMe: async ({ shopperId }) => {
    const { account, sessions, ...rest } = await exportMe(dependencies, shopperId);
    return {
      user: userReply(account),
      sessions: sessions.map(({ startedAt, lastUsedAt }) => ({
        startedAt: startedAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
      })),
      ...rest,
    };
  },
  eraseMe: ({ body, shopperId }) =>
    eraseMe(dependencies, { ...body, userId: shopperId, from: clientNetwork() }),
  setScopes: async ({ params, body }) => userReply(await setScopes(dependencies, params.userId, body.scopes)),
});
