import { isAccountId, PostalAddress, Refusal, type SavedAddress } from "@caravan/contracts";
import { type Caller, log } from "@caravan/service-kit";
import * as v from "valibot";
import type { UserClient } from "../clients/user.ts";
import type { Fields } from "../pages/fields.ts";
import { readAddress } from "./checkout-form.ts";
import { isAccountErased } from "./refusals.ts";

/**
 * The address that a form chooses: a saved one by its id, or the one typed into it (`new`), or the errors of that.
 *
 * @throws Refusal `address-unknown`, `address-undeliverable`
 */
export const chosenAddress = async (
  users: UserClient,
  choice: string,
  fields: Fields,
): Promise<ReturnType<typeof readAddress>> =>
  choice === "new" ? readAddress(fields) : { output: await savedAddress(users, choice) };

/** One of the account's addresses. */
const savedAddress = async (users: UserClient, addressId: string): Promise<PostalAddress> => {
  const { items } = await users.listAddresses({ timeoutSeconds: 2 });
  const found = items.find(({ id }) => id === addressId);
  if (found === undefined)
    throw new Refusal({ kind: "conflict", code: "address-unknown", detail: "There is no such address." });
  const { id: _, ...address } = found;
  const kept = v.safeParse(PostalAddress, address);
  if (kept.success) return kept.output;
  // It was saved under earlier rules.
  throw new Refusal({
    kind: "conflict",
    code: "address-undeliverable",
    detail: "We do not deliver to that saved address.",
  });
};

/** The account's addresses; empty when user is unreachable, and the shopper types one. @throws Refusal `account-erased` */
export const addressBook = async (
  users: UserClient,
  { subject }: Caller,
): Promise<{ account: boolean; addresses: readonly SavedAddress[] | undefined }> => {
  if (!isAccountId(subject)) return { account: false, addresses: [] };
  try {
    return { account: true, addresses: (await users.listAddresses({ timeoutSeconds: 2 })).items };
  } catch (error) {
    if (isAccountErased(error)) throw error;
    log.warn({ err: error }, "address book unknown");
    return { account: true, addresses: undefined };
  }
};
