import type { Dependencies } from "../dependencies.ts";
import type { Account } from "../domain/account.ts";
import { credentialsWrong } from "../domain/refusals.ts";
import { type AttemptLimit, accountPolicy, placePolicy } from "../domain/throttle.ts";
import { deviceTokenOf, knownDevice } from "../tokens/device-tokens.ts";
import { addressLimits, takeAttempt } from "./take-attempt.ts";

/** A typed password, and its place. */
export interface TypedPassword {
  readonly password: string;
  /** The address class of the caller; none from within the mesh. */
  readonly from: string | undefined;
  /** Proof that this device signed in to the account before. */
  readonly deviceToken?: string | undefined;
}

/** An account with a correct password, and the device's proof for the next time. */
export interface RightPassword {
  readonly account: Account;
  readonly deviceToken: string;
}

/**
 * Checks a password with the same work whether or not there is an account, and returns the account, its password hashed with
 * the current parameters.
 *
 * Attempts are counted per account and place, and per account in all, which also bounds many places together. A known
 * device is a place of its own and outside of the account's limit: attempts from elsewhere never lock its owner out.
 *
 * @param on the key of the attempts
 * @throws Refusal `credentials-wrong`, `too-many-attempts`
 */
export const checkPassword = async (
  dependencies: Dependencies,
  on: string,
  find: () => Promise<Account | undefined>,
  { password, from, deviceToken }: TypedPassword,
): Promise<RightPassword> => {
  const { accounts, attempts, newId, passwords } = dependencies;
  const device = knownDevice(await find(), deviceToken);
  const place = { on, from: device ?? from ?? "within the mesh" };
  const everywhere: AttemptLimit[] =
    device === undefined ? [{ name: "account", key: { on }, policy: accountPolicy }] : [];
  await takeAttempt(dependencies, [
    ...addressLimits(dependencies, from),
    { name: "place", key: place, policy: placePolicy },
    ...everywhere,
  ]);
  for (;;) {
    const account = await find();
    const { matches, outdated } = await passwords.verify(account?.passwordHash, password, from);
    if (account === undefined || !matches) throw credentialsWrong();
    if (!outdated) {
      await attempts.clear(place);
      for (const { key } of everywhere) await attempts.giveBack(key);
      return { account, deviceToken: deviceTokenOf(account, device ?? newId("dev")) };
    }
    // Checked again afterwards: a concurrent request may have replaced the hash.
    await accounts.rehash(account, await passwords.hash(password, from));
  }
};
