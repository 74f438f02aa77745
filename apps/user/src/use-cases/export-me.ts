import type { SavedAddress } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import type { Account } from "../domain/account.ts";
import type { Session } from "../domain/session.ts";
import { getMe } from "./get-me.ts";

export interface Export {
  readonly account: Account;
  readonly addresses: SavedAddress[];
  readonly sessions: Session[];
  readonly orders: unknown[];
  readonly shipments: unknown[];
}

/** All data of the shop about the caller, complete or not at all. */
export const exportMe = async (dependencies: Dependencies, userId: string): Promise<Export> => {
  const account = await getMe(dependencies, userId);
  const [addresses, sessions, orders, shipments] = await Promise.all([
    dependencies.addresses.list(userId),
    dependencies.sessions.list(userId),
    dependencies.records.orders(),
    dependencies.records.shipments(),
  ]);
  return { account, addresses, sessions, orders, shipments };
};
