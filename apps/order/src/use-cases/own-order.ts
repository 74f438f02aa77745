import { Refusal } from "@caravan/contracts";
import { accountErased } from "@caravan/database";
import type { Dependencies } from "../dependencies.ts";
import type { Order } from "../domain/order.ts";
import { orderUnknown } from "../domain/refusals.ts";
import type { Person } from "../order-store.ts";

/** Everybody that this shopper is as far as the token tells: the guest that the account was included. */
const identitiesOf = ({ subject, formerly }: Person): string[] => [
  subject,
  ...(formerly === undefined ? [] : [formerly]),
];

/**
 * Everybody that this shopper is by now. A guest's token outlives the joining of an account, and then speaks for the account:
 * in lists, for a single order, and for what it orders.
 */
export const identitiesNow = async (
  { orders }: Pick<Dependencies, "orders">,
  shopper: Person,
): Promise<string[]> => {
  const identities = identitiesOf(shopper);
  if (!shopper.subject.startsWith("gst_")) return identities;
  return [...new Set([...identities, await orders.ownerOf(shopper.subject)])];
};

/** Holds an order to its shopper. @throws Refusal `order-unknown` for somebody else's, `account-erased` */
export type Own = (order: Order) => void;

const ownerIs =
  (identities: readonly string[]): Own =>
  ({ id, shopperId, forgottenAt }) => {
    if (!identities.includes(shopperId)) throw orderUnknown(id);
    if (forgottenAt !== null) throw accountErased();
  };

/**
 * Does something with a shopper's own order. Who a guest is by now is looked up only when the order is not the guest's own.
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
