import type { Dependencies } from "../dependencies.ts";
import type { Account } from "../domain/account.ts";
import { credentialsWrong } from "../domain/refusals.ts";
import { passwordPolicy } from "../domain/throttle.ts";
import { takeAttempt } from "./take-attempt.ts";

/**
 * Checks a password with the same work whether or not there is an account, and gives the account, its password hashed
 * with the parameters of today.
 *
 * @param attemptsOn what attempts are counted on
 * @throws Refusal `credentials-wrong`, `too-many-attempts`
 */
export const checkPassword = async (
  dependencies: Dependencies,
  attemptsOn: string,
  find: () => Promise<Account | undefined>,
  password: string,
): Promise<Account> => {
  const { accounts, attempts, passwords } = dependencies;
  await takeAttempt(dependencies, attemptsOn, passwordPolicy);
  for (;;) {
    const account = await find();
    const { matches, outdated } = await passwords.verify(account?.passwordHash, password);
    if (account === undefined || !matches) throw credentialsWrong();
    if (!outdated) {
      await attempts.clear(attemptsOn);
      return account;
    }
    // Checked again afterwards: somebody else may have replaced the hash at the same moment.
    await accounts.rehash(account, await passwords.hash(password));
  }
};
