import { accountErased } from "@caravan/database";
import type { Dependencies } from "../dependencies.ts";
import type { Account } from "../domain/account.ts";

/** The caller's account. A token may outlive it by minutes, and is then refused. @throws Refusal `account-erased` */
export const getMe = async (
  { accounts }: Pick<Dependencies, "accounts">,
  userId: string,
): Promise<Account> => {
  const account = await accounts.find(userId);
  if (account === undefined) throw accountErased();
  return account;
};
