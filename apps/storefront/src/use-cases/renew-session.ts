import { Refusal, type Session } from "@caravan/contracts";
import type { UserClient } from "../clients/user.ts";

/** Short, because the page itself has yet to be loaded within the ingress's time. */
const timeoutSeconds = 1.5;

/** The session's next tokens, or undefined when it has ended. @throws Refusal when nobody can tell */
export const renewSession = async (users: UserClient, refreshToken: string): Promise<Session | undefined> => {
  try {
    return await users.refreshSession({ body: { refreshToken }, timeoutSeconds });
  } catch (error) {
    if (error instanceof Refusal && ["unauthenticated", "invalid"].includes(error.kind)) return undefined;
    throw error;
  }
};
