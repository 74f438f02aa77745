import type { Session } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { credentialsWrong } from "../domain/refusals.ts";
import { checkPassword } from "./check-password.ts";
import { newSession, sessionReply } from "./issue-session.ts";

/** Changes one's own password, ends every session and starts a new one. */
export const changePassword = async (
  dependencies: Dependencies,
  input: { readonly userId: string; readonly currentPassword: string; readonly newPassword: string },
): Promise<Session> => {
  const { accounts, passwords } = dependencies;
  const account = await checkPassword(
    dependencies,
    // Not on the address: whoever guesses there must not keep the owner from changing the password.
    `password:${input.userId}`,
    () => accounts.find(input.userId),
    input.currentPassword,
  );
  const passwordHash = await passwords.hash(input.newPassword);
  const { token, ...start } = newSession(dependencies, account.id);
  if (!(await accounts.changePassword(account, passwordHash, start))) throw credentialsWrong();
  return sessionReply(dependencies, start.session, account, token);
};
