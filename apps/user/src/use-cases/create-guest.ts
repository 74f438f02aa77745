import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { newSession, sessionReply } from "./issue-session.ts";
import { takeClientAttempt } from "./take-attempt.ts";

/** Starts a session for somebody without an account. */
export const createGuest = async (
  dependencies: Dependencies,
  clientAddress: string | undefined,
): Promise<Session> => {
  await takeClientAttempt(dependencies, clientAddress);
  const { token, ...start } = newSession(dependencies, dependencies.newId("gst"));
  await dependencies.sessions.start(start);
  return sessionReply(dependencies, start.session, undefined, token);
};
