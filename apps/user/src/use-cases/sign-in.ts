import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { joinOf } from "../domain/account.ts";
import { credentialsWrong } from "../domain/refusals.ts";
import { checkPassword } from "./check-password.ts";
import { newSession, sessionReply } from "./issue-session.ts";
import { takeClientAttempt } from "./take-attempt.ts";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Whose verified token came along. */
  readonly subject: string | undefined;
  readonly clientAddress: string | undefined;
}

/** Signs in; what was the guest's joins the account. */
export const signIn = async (dependencies: Dependencies, input: SignInInput): Promise<Session> => {
  const { accounts, now } = dependencies;
  await takeClientAttempt(dependencies, input.clientAddress);
  const account = await checkPassword(
    dependencies,
    `sign-in:${input.email}`,
    () => accounts.findByEmail(input.email),
    input.password,
  );
  const { token, ...start } = newSession(dependencies, account.id);
  const started = await accounts.signIn(account, start, joinOf(input.subject, account, now()));
  if (!started) throw credentialsWrong();
  return sessionReply(dependencies, start.session, account, token);
};
