import { userRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

const { setScopes: _, ...routes } = userRoutes;
export const userCalls = routes;

export const createUserClient = (sidecar: Sidecar) => createClient(sidecar, "user", userCalls);
export type UserClient = ReturnType<typeof createUserClient>;
