import type { Dependencies } from "../dependencies.ts";
import { openBooks } from "./books.ts";
import { openPayments, type PaymentStoreOptions } from "./payments.ts";
import { openReconciliations } from "./reconciliations.ts";

/** The stores of this service. */
export const openStores = (
  options: PaymentStoreOptions,
): Pick<Dependencies, "payments" | "books" | "reconciliations"> => ({
  payments: openPayments(options),
  books: openBooks(options.database),
  reconciliations: openReconciliations(options.database),
});
