import type { Dependencies } from "../dependencies.ts";
import { addressUnknown } from "../domain/refusals.ts";

/** Forgets an address of the owner's book. */
export const removeAddress = async (
  { addresses }: Dependencies,
  input: { readonly userId: string; readonly addressId: string },
): Promise<Record<string, never>> => {
  if (!(await addresses.remove(input.userId, input.addressId))) throw addressUnknown(input.addressId);
  return {};
};
