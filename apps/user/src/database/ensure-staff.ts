import { newId } from "@caravan/contracts";
import type { Database } from "@caravan/database";
import { eq } from "drizzle-orm";
import type { Passwords } from "../dependencies.ts";
import type { Grant } from "../domain/account.ts";
import { accounts } from "./schema.ts";
import { deleteSessionsOf } from "./session-rows.ts";

/** The staff account from the environment. */
export interface StaffAccount {
  readonly email: string;
  readonly password: string;
}

const grants: Grant[] = ["staff", "release-manager"];

/**
 * Creates or updates the account, with this password and every scope; run again, it changes nothing. A different
 * password is replaced, and sessions of the old one end.
 */
export const ensureStaff = async (
  database: Database,
  passwords: Passwords,
  { email, password }: StaffAccount,
  now: Date,
): Promise<"created" | "updated" | "unchanged"> => {
  const [known] = await database.drizzle.select().from(accounts).where(eq(accounts.email, email));
  if (known === undefined) {
    const passwordHash = await passwords.hash(password, undefined);
    const account = { id: newId("usr"), email, name: "Staff", passwordHash, grants, createdAt: now };
    await database.drizzle.insert(accounts).values(account);
    return "created";
  }
  const { matches, outdated } = await passwords.verify(known.passwordHash, password, undefined);
  const mayAll = grants.every((grant) => known.grants.includes(grant));
  if (matches && !outdated && mayAll) return "unchanged";
  const passwordHash = matches && !outdated ? known.passwordHash : await passwords.hash(password, undefined);
  await database.transaction(async (tx) => {
    await tx.update(accounts).set({ passwordHash, grants }).where(eq(accounts.id, known.id));
    if (!matches) await deleteSessionsOf(tx, [known.id]);
  });
  return "updated";
};
