import type { Dependencies } from "../dependencies.ts";
import type { Account } from "../domain/account.ts";
import { userUnknown } from "../domain/refusals.ts";

/** One's own account. A token may outlive it by minutes. */
export const getMe = async ({ accounts }: Dependencies, userId: string): Promise<Account> => {
  const account = await accounts.find(userId);
  if (account === undefined) throw userUnknown();
  return account;
};
