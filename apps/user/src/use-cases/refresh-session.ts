import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { sessionEnded } from "../domain/refusals.ts";
import { refresh } from "../domain/session.ts";
import { sessionReply } from "./issue-session.ts";

export interface RefreshOptions {
  /** Called when a session ended because a token was reused. */
  readonly onReuse: () => void;
}

/** Exchanges a refresh token for the next one and a new access token, with the account's current scopes. */
export const refreshSession = async (
  dependencies: Dependencies,
  refreshToken: string,
  { onReuse }: RefreshOptions,
): Promise<Session> => {
  const { accounts, now, refreshDays, sessions, tokens } = dependencies;
  const at = now();
  const renewal = {
    salt: tokens.newSuccessorSalt(),
    successorOf: (salt: string) => tokens.successorOf(refreshToken, salt),
  };
  const refreshed = await sessions.refresh(tokens.readRefreshToken(refreshToken), renewal, at, (held) =>
    refresh(held, at, refreshDays),
  );
  if (refreshed === undefined) throw sessionEnded();
  if (!("salt" in refreshed)) {
    if (refreshed.decision.reason === "reuse") onReuse();
    throw sessionEnded();
  }
  const { session } = refreshed.decision;
  const next = tokens.successorOf(refreshToken, refreshed.salt).token;
  if (session.subject.startsWith("gst_")) return sessionReply(dependencies, { session, refreshToken: next });
  const account = await accounts.find(session.subject);
  if (account === undefined) throw sessionEnded();
  return sessionReply(dependencies, { session, refreshToken: next, account });
};
