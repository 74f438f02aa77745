import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { credentialsWrong } from "../domain/refusals.ts";
import { deviceTokenOf } from "../tokens/device-tokens.ts";
import { checkOwnPassword } from "./check-own-password.ts";
import { newSession, sessionReply } from "./issue-session.ts";

export interface ChangePasswordInput {
  readonly userId: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly from: string | undefined;
}

/** Changes the caller's password, ends every session and starts a new one. */
export const changePassword = async (
  dependencies: Dependencies,
  { userId, currentPassword, newPassword, from }: ChangePasswordInput,
): Promise<Session> => {
  const { accounts, newId, passwords } = dependencies;
  const account = await checkOwnPassword(dependencies, userId, { password: currentPassword, from });
  const passwordHash = await passwords.hash(newPassword, from);
  const start = newSession(dependencies, account.id);
  if (!(await accounts.changePassword(account, passwordHash, start))) throw credentialsWrong();
  return sessionReply(dependencies, {
    session: start.session,
    refreshToken: start.refreshToken.token,
    account,
    deviceToken: deviceTokenOf({ ...account, passwordHash }, newId("dev")),
  });
};
