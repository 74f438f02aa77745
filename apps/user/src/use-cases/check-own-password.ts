import type { Dependencies } from "../dependencies.ts";
import type { Account } from "../domain/account.ts";
import { checkPassword, type TypedPassword } from "./check-password.ts";
import { getMe } from "./get-me.ts";

/**
 * Checks the password of a signed-in caller again. Counted on the account's id and not on its e-mail address:
 * guesses at the address must not keep the owner from changing the password.
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
