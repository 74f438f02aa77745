import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { guestPolicy } from "../domain/throttle.ts";
import { newSession, sessionReply } from "./issue-session.ts";
import { takeAttempt } from "./take-attempt.ts";

/** Starts a session for a visitor without an account. */
export const createGuest = async (dependencies: Dependencies, from: string | undefined): Promise<Session> => {
  const { limits, newId, sessions } = dependencies;
  if (from !== undefined)
    await takeAttempt(dependencies, [
      { name: "guests", key: { on: "guests", from }, policy: guestPolicy(limits.guestsPerHour) },
    ]);
  const start = newSession(dependencies, newId("gst"));
  await sessions.start(start);
  return sessionReply(dependencies, { ...start, refreshToken: start.refreshToken.token });
};
