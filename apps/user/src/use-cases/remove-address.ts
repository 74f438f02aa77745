import type { Dependencies } from "../dependencies.ts";
import { addressUnknown } from "../domain/refusals.ts";
import { getMe } from "./get-me.ts";

/** Removes an address from the owner's book. */
export const removeAddress = async (
  dependencies: Dependencies,
  { userId, addressId }: { readonly userId: string; readonly addressId: string },
): Promise<Record<string, never>> => {
  if (!(await dependencies.addresses.remove(userId, addressId))) {
    await getMe(dependencies, userId);
    throw addressUnknown(addressId);
  }
  return {};
};
