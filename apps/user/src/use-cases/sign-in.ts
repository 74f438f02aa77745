import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { joinOf } from "../domain/account.ts";
import { credentialsWrong } from "../domain/refusals.ts";
import { checkPassword, type TypedPassword } from "./check-password.ts";
import { newSession, sessionReply } from "./issue-session.ts";

export interface SignInInput extends TypedPassword {
  readonly email: string;
  /** The subject of the verified token. */
  readonly subject: string | undefined;
}

/** Signs in; the guest joins the account. */
export const signIn = async (dependencies: Dependencies, input: SignInInput): Promise<Session> => {
  const { accounts, now } = dependencies;
  const find = () => accounts.findByEmail(input.email);
  const { account, deviceToken } = await checkPassword(dependencies, input.email, find, input);
  const start = newSession(dependencies, account.id);
  const session = await accounts.signIn(account, start, joinOf(input.subject, account, now()));
  if (session === undefined) throw credentialsWrong();
  return sessionReply(dependencies, {
    session,
    refreshToken: start.refreshToken.token,
    account,
    deviceToken,
  });
};
