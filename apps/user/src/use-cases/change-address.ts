import type { PostalAddress, SavedAddress } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { addressUnknown } from "../domain/refusals.ts";

/** Replaces an address of the owner's book. */
export const changeAddress = async (
  { addresses }: Dependencies,
  input: { readonly userId: string; readonly addressId: string; readonly address: PostalAddress },
): Promise<SavedAddress> => {
  const { userId, addressId, address } = input;
  if (!(await addresses.replace(userId, addressId, address))) throw addressUnknown(addressId);
  return { id: addressId, ...address };
};
