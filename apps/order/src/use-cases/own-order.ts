import { Refusal } from "@caravan/contracts";
import { accountErased } from "@caravan/database";
import type { Dependencies } from "../dependencies.ts";
import type { Order } from "../domain/order.ts";
import { orderUnknown } from "../domain/refusals.ts";
import type { Person } from "../order-store.ts";

/** All identities of this shopper by the token: the account, and the guest it was. */
const identitiesOf = ({ subject, formerly }: Person): string[] => [
  subject,
  ...(formerly === undefined ? [] : [formerly]),
];

/**
 * All current identities of this shopper. A guest's token outlives the join of an account, and then stands for the account:
 * in lists, for a single order, and for new orders.
 */
export const identitiesNow = async (
  { orders }: Pick<Dependencies, "orders">,
  shopper: Person,
): Promise<string[]> => {
  const identities = identitiesOf(shopper);
  if (!shopper.subject.startsWith("gst_")) return identities;
  return [...new Set([...identities, await orders.ownerOf(shopper.subject)])];
};

/** Checks that the order belongs to the shopper. @throws Refusal `order-unknown` for another shopper's, `account-erased` */
export type Own = (order: Order) => void;

const ownerIs =
  (identities: readonly string[]): Own =>
  ({ id, shopperId, forgottenAt }) => {
    if (!identities.includes(shopperId)) throw orderUnknown(id);
    if (forgottenAt !== null) throw accountErased();
  };

/**
 * Runs the work on a shopper's own order. The account of a guest is looked up only when the order is not the guest's own.
 */
export const asOwner = async <T>(
  dependencies: Pick<Dependencies, "orders">,
  shopper: Person,
  work: (own: Own) => Promise<T>,
): Promise<T> => {
  const identities = identitiesOf(shopper);
  try {
    return await work(ownerIs(identities));
  } catch (error) {
    const unknown = error instanceof Refusal && error.code === "order-unknown";
    if (!unknown || !shopper.subject.startsWith("gst_")) throw error;
    const now = await identitiesNow(dependencies, shopper);
    if (now.length === identities.length) throw error;
    return work(ownerIs(now));
  }
};
