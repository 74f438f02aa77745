import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { type Account, joinOf } from "../domain/account.ts";
import { emailTaken } from "../domain/refusals.ts";
import { placePolicy } from "../domain/throttle.ts";
import { deviceTokenOf } from "../tokens/device-tokens.ts";
import { newSession, sessionReply } from "./issue-session.ts";
import { addressLimits, takeAttempt } from "./take-attempt.ts";

export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  /** The subject of the verified token. */
  readonly subject: string | undefined;
  /** The address class of the caller; none from within the mesh. */
  readonly from: string | undefined;
}

/** Creates an account and signs in; the guest joins it. */
export const signUp = async (dependencies: Dependencies, input: SignUpInput): Promise<Session> => {
  const { accounts, newId, now, passwords } = dependencies;
  const { email, from } = input;
  await takeAttempt(dependencies, [
    ...addressLimits(dependencies, from),
    { name: "place", key: { on: email, from: `to sign up ${from ?? ""}` }, policy: placePolicy },
  ]);
  if ((await accounts.findByEmail(email)) !== undefined) throw emailTaken();
  const account: Account = {
    id: newId("usr"),
    email,
    name: input.name,
    passwordHash: await passwords.hash(input.password, from),
    grants: [],
    createdAt: now(),
  };
  const start = newSession(dependencies, account.id);
  const session = await accounts.create(account, start, joinOf(input.subject, account, now()));
  if (session === undefined) throw emailTaken();
  const deviceToken = deviceTokenOf(account, newId("dev"));
  return sessionReply(dependencies, {
    session,
    refreshToken: start.refreshToken.token,
    account,
    deviceToken,
  });
};
