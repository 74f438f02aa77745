import type { Dependencies } from "../dependencies.ts";
import type { Account } from "../domain/account.ts";
import { checkPassword, type TypedPassword } from "./check-password.ts";
import { getMe } from "./get-me.ts";

/**
 * Asks somebody who is signed in for their password once more. Counted on the account's id and not on its e-mail address:
 * whoever guesses there must not keep the owner from changing the password.
 *
 * @throws Refusal `credentials-wrong`, `too-many-attempts`, `account-erased`
 */
export const checkOwnPassword = async (
  dependencies: Dependencies,
  userId: string,
  typed: TypedPassword,
): Promise<Account> => {
  await getMe(dependencies, userId);
  const find = () => dependencies.accounts.find(userId);
  return (await checkPassword(dependencies, userId, find, typed)).account;
};
