import { BookAccount } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";

/** The balance of every account, unused ones included; their sum must be zero. */
export const getTrialBalance = async ({ books }: Dependencies) => {
  const balances = new Map(
    (await books.balances()).map(({ account, balanceCents }) => [account, balanceCents]),
  );
  const accounts = BookAccount.options.map((account) => ({
    account,
    balanceCents: balances.get(account) ?? 0,
  }));
  return { accounts, sumCents: accounts.reduce((sum, { balanceCents }) => sum + balanceCents, 0) };
};
