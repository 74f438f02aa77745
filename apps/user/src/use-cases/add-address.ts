import type { PostalAddress, SavedAddress } from "@caravan/contracts";
import { accountErased } from "@caravan/database";
import type { Dependencies } from "../dependencies.ts";
import { entryFor } from "../domain/address-book.ts";

/** Adds an address to the owner's book. */
export const addAddress = async (
  { addresses, newId }: Dependencies,
  userId: string,
  address: PostalAddress,
): Promise<SavedAddress> => {
  const saved = await addresses.add(userId, (book) => entryFor(book, address, () => newId("adr")));
  // A token outlives an erased account by minutes; no data of its owner may be stored again.
  if (saved === undefined) throw accountErased();
  return saved;
};
