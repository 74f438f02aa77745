import type { promotionUseRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { cancelUse, confirmUse } from "../use-cases/settle-use.ts";
import { tryUse } from "../use-cases/try-use.ts";

export const useHandlers = (dependencies: Dependencies): Handlers<typeof promotionUseRoutes> => ({
  tryUse: ({ body, idempotencyKey: key }) => tryUse(dependencies, { ...body, key }),
  confirmUse: ({ params, idempotencyKey: key }) => confirmUse(dependencies, { ...params, key }),
  cancelUse: ({ params, idempotencyKey: key }) => cancelUse(dependencies, { ...params, key }),
});
