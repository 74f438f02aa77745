import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { sessionEnded } from "../domain/refusals.ts";
import { refresh } from "../domain/session.ts";
import { sessionReply } from "./issue-session.ts";

export interface RefreshOptions {
  /** Told when a session ended because a token was shown a second time. */
  readonly onReuse: () => void;
}

/** Exchanges a refresh token for the next one and a new access token, with what the account may do by now. */
export const refreshSession = async (
  dependencies: Dependencies,
  refreshToken: string,
  { onReuse }: RefreshOptions,
): Promise<Session> => {
  const { accounts, now, refreshDays, sessions, tokens } = dependencies;
  const at = now();
  const next = tokens.newRefreshToken();
  const decision = await sessions.refresh(tokens.hashOf(refreshToken), next.hash, at, (held) =>
    refresh(held, at, refreshDays),
  );
  if (decision?.kind !== "renew") {
    if (decision?.reason === "reuse") onReuse();
    throw sessionEnded();
  }
  const { session } = decision;
  if (session.subject.startsWith("gst_")) return sessionReply(dependencies, session, undefined, next.token);
  const account = await accounts.find(session.subject);
  if (account === undefined) throw sessionEnded();
  return sessionReply(dependencies, session, account, next.token);
};
