import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { type Account, joinOf } from "../domain/account.ts";
import { emailTaken } from "../domain/refusals.ts";
import { passwordPolicy } from "../domain/throttle.ts";
import { newSession, sessionReply } from "./issue-session.ts";
import { takeAttempt, takeClientAttempt } from "./take-attempt.ts";

export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  /** Whose verified token came along. */
  readonly subject: string | undefined;
  readonly clientAddress: string | undefined;
}

/** Opens an account and signs in; what was the guest's joins it. */
export const signUp = async (dependencies: Dependencies, input: SignUpInput): Promise<Session> => {
  const { accounts, newId, now, passwords } = dependencies;
  await takeClientAttempt(dependencies, input.clientAddress);
  await takeAttempt(dependencies, `sign-up:${input.email}`, passwordPolicy);
  if ((await accounts.findByEmail(input.email)) !== undefined) throw emailTaken();
  const account: Account = {
    id: newId("usr"),
    email: input.email,
    name: input.name,
    passwordHash: await passwords.hash(input.password),
    grants: [],
    createdAt: now(),
  };
  const { token, ...start } = newSession(dependencies, account.id);
  if (!(await accounts.create(account, start, joinOf(input.subject, account, now())))) throw emailTaken();
  return sessionReply(dependencies, start.session, account, token);
};
