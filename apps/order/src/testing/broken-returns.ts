/** A planted defect, for checks that must find it: reports that stock was returned, and does not return it. */
import { openInventory as real } from "../clients/inventory.ts";

export * from "../clients/inventory.ts";

export const openInventory: typeof real = (client) => ({
  ...real(client),
  return: async () => ({ kind: "done", learned: {} }),
});
