import { Refusal, type Session } from "@caravan/contracts";
import type { UserClient } from "../clients/user.ts";

/** Short, because the page itself has yet to be loaded within the ingress's time. */
const timeoutSeconds = 1.5;

/** User's refusals of an invalid token: its session has ended, or it is malformed. */
const clearRefusals: readonly string[] = ["session-ended", "input-invalid"];

/**
 * The session's next tokens, or undefined when it has ended. With any other reply the session is kept:
 * user may have exchanged the token, and gives the same answer to a repetition.
 *
 * @throws Refusal when it is unclear
 */
export const renewSession = async (users: UserClient, refreshToken: string): Promise<Session | undefined> => {
  try {
    return await users.refreshSession({ body: { refreshToken }, timeoutSeconds });
  } catch (error) {
    if (error instanceof Refusal && clearRefusals.includes(error.code)) return undefined;
    throw error;
  }
};
