import type { Dependencies } from "../dependencies.ts";
import type { Sale } from "../domain/sale.ts";

/** A call to inventory is over after so long, whatever has become of its reply. */
const callSeconds = 60;

/** Puts what is left of a sale's pieces back into the free stock. False: inventory may be setting them aside still; look again. */
export const givePiecesBack = async (
  { inventory, now }: Pick<Dependencies, "inventory" | "now">,
  { id, allotmentId, allotmentAskedAt }: Sale,
): Promise<boolean> => {
  const known = allotmentId ?? (await inventory.findAllotment(id));
  if (known === undefined)
    return allotmentAskedAt === null || now().getTime() - allotmentAskedAt.getTime() > callSeconds * 1000;
  await inventory.closeAllotment(known);
  return true;
};
