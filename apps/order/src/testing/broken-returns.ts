/** A planted defect, for checks that must find it: says that stock went back, and does not send it. */
import { openInventory as real } from "../clients/inventory.ts";

export * from "../clients/inventory.ts";

export const openInventory: typeof real = (client) => ({
  ...real(client),
  return: async () => ({ kind: "done", learned: {} }),
});
