import type { Session as SessionReply } from "@caravan/contracts";
import type { Dependencies, NewSession } from "../dependencies.ts";
import { type Account, scopesOf } from "../domain/account.ts";
import { type Session, startSession } from "../domain/session.ts";
import type { RefreshToken } from "../tokens/refresh-tokens.ts";

/** Makes a session and its first refresh token; nothing is stored yet. */
export const newSession = (
  { newId, now, refreshDays, tokens }: Dependencies,
  subject: string,
): NewSession & { readonly refreshToken: RefreshToken } => ({
  session: startSession(newId("ses"), subject, now(), refreshDays),
  refreshToken: tokens.newRefreshToken(),
});

/** A session and what its holder gets in addition to the access token. */
export interface Issued {
  readonly session: Session;
  readonly refreshToken: string;
  /** Whose session it is; absent for a guest. */
  readonly account?: Pick<Account, "grants">;
  /** Proof that this device signed in to the account. */
  readonly deviceToken?: string;
}

/** The session in replies to its holder. */
export const sessionReply = async (
  { accessSeconds, now, tokens }: Dependencies,
  { session, refreshToken, account, deviceToken }: Issued,
): Promise<SessionReply> => {
  const scopes = scopesOf(account);
  return {
    subject: session.subject,
    scopes,
    accessToken: await tokens.signAccess({ session, scopes }),
    expiresInSeconds: accessSeconds,
    refreshToken,
    refreshExpiresInSeconds: Math.floor((session.expiresAt.getTime() - now().getTime()) / 1000),
    ...(deviceToken === undefined ? {} : { deviceToken }),
  };
};
