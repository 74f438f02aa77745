import type { Session as SessionReply } from "@caravan/contracts";
import type { Dependencies, NewSession } from "../dependencies.ts";
import { type Account, scopesOf } from "../domain/account.ts";
import { type Session, startSession } from "../domain/session.ts";

/** Makes a session and its first refresh token; nothing is stored yet. */
export const newSession = (
  { newId, now, refreshDays, tokens }: Dependencies,
  subject: string,
): NewSession & { readonly token: string } => {
  const { token, hash } = tokens.newRefreshToken();
  return { session: startSession(newId("ses"), subject, now(), refreshDays), tokenHash: hash, token };
};

/** What the holder of a session gets to see of it. */
export const sessionReply = async (
  { accessSeconds, now, tokens }: Dependencies,
  session: Session,
  account: Pick<Account, "grants"> | undefined,
  refreshToken: string,
): Promise<SessionReply> => {
  const scopes = scopesOf(account);
  return {
    subject: session.subject,
    scopes,
    accessToken: await tokens.signAccess({ session, scopes }),
    expiresInSeconds: accessSeconds,
    refreshToken,
    refreshExpiresInSeconds: Math.floor((session.expiresAt.getTime() - now().getTime()) / 1000),
  };
};
