import type { PostalAddress, SavedAddress } from "@caravan/contracts";
import { addressBookFull } from "./refusals.ts";

/** Most entries of a book. */
export const mostAddresses = 20;

/** The entry of an address: an equal existing one, or a new one. */
export const entryFor = (
  book: readonly SavedAddress[],
  address: PostalAddress,
  newAddressId: () => string,
): { readonly entry: SavedAddress; readonly added: boolean } => {
  const known = book.find((entry) => sameAddress(entry, address));
  if (known !== undefined) return { entry: known, added: false };
  if (book.length >= mostAddresses) throw addressBookFull(mostAddresses);
  return { entry: { id: newAddressId(), ...address }, added: true };
};

const sameAddress = (a: PostalAddress, b: PostalAddress): boolean =>
  a.name === b.name &&
  a.street === b.street &&
  a.postalCode === b.postalCode &&
  a.city === b.city &&
  a.country === b.country;
