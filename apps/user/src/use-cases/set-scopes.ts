import type { Dependencies } from "../dependencies.ts";
import type { Account, Grant } from "../domain/account.ts";
import { userUnknown } from "../domain/refusals.ts";

/** Sets the additional scopes of an account. */
export const setScopes = async (
  { accounts }: Dependencies,
  userId: string,
  grants: readonly Grant[],
): Promise<Account> => {
  const account = await accounts.setGrants(userId, [...new Set(grants)]);
  if (account === undefined) throw userUnknown();
  return account;
};
