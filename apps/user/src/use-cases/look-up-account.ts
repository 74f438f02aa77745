import { log } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { noAccountOfEmail } from "../domain/refusals.ts";

/** What staff asks. */
interface Lookup {
  readonly email: string;
  readonly staffId: string;
}

/**
 * The id of the account with this e-mail address. Who asked for which account is logged, by ids only.
 *
 * @throws Refusal `user-unknown`
 */
export const lookUpAccount = async (
  { accounts }: Pick<Dependencies, "accounts">,
  { email, staffId }: Lookup,
): Promise<{ userId: string }> => {
  const account = await accounts.findByEmail(email);
  log.info({ staffId, userId: account?.id ?? null }, "staff looked up an account by its e-mail address");
  if (account === undefined) throw noAccountOfEmail();
  return { userId: account.id };
};
