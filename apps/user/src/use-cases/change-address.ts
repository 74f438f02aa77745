import type { PostalAddress, SavedAddress } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { addressUnknown } from "../domain/refusals.ts";
import { getMe } from "./get-me.ts";

/** Replaces an address of the owner's book. */
export const changeAddress = async (
  dependencies: Dependencies,
  input: { readonly userId: string; readonly addressId: string; readonly address: PostalAddress },
): Promise<SavedAddress> => {
  const { userId, addressId, address } = input;
  if (!(await dependencies.addresses.replace(userId, addressId, address))) {
    await getMe(dependencies, userId);
    throw addressUnknown(addressId);
  }
  return { id: addressId, ...address };
};
