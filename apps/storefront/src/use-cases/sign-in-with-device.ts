import { Refusal, type RouteBody, type Session, type userRoutes } from "@caravan/contracts";
import type { UserClient } from "../clients/user.ts";

/** For calls that check a password: its hash takes time, and others may be before it. */
export const passwordSeconds = 6;

/**
 * Signs in with the browser's proof that it did so before, so that attackers cannot lock its owner out. A damaged proof, which
 * user refuses, does not prevent the sign-in.
 */
export const signInWithDevice = async (
  users: UserClient,
  body: RouteBody<typeof userRoutes.signIn>,
  deviceToken: string | undefined,
): Promise<Session> => {
  if (deviceToken === undefined) return users.signIn({ body, timeoutSeconds: passwordSeconds });
  try {
    return await users.signIn({ body: { ...body, deviceToken }, timeoutSeconds: passwordSeconds });
  } catch (error) {
    if (error instanceof Refusal && error.code === "input-invalid")
      return users.signIn({ body, timeoutSeconds: passwordSeconds });
    throw error;
  }
};
