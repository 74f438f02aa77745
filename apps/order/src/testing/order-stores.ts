import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { openOrders } from "../database/orders.ts";
import * as schema from "../database/schema.ts";
import { place } from "../domain/place.ts";
import type { Transition } from "../domain/transition.ts";
import type { Unpaid } from "../domain/unpaid.ts";
import type { OrderStore, PlaceDecision, PlaceRequest, ReplyForm, StoredReply } from "../order-store.ts";
import { address, at, heldAs } from "./make-order.ts";

export const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
export const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const opened: TestDatabase[] = [];

/** A store over a fresh database. */
export const openStore = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  opened.push(test);
  return { ...test, orders: openOrders({ database: test.database, traceparent: () => traceparent }) };
};

export const closeStores = async (): Promise<void> => {
  for (const test of opened.splice(0)) await test.close();
};

/** A new order, with its stock held unless there is no reservation. */
export const placedBy = (id: string, shopperId: string, reservationId: string | null = newId("rsv")) =>
  place(
    {
      ...{ id, shopperId, deliverTo: address, traceparent },
      lines: ["CAR-0002", "CAR-0001"].map((sku, i) => ({
        ...{ sku, quantity: i + 1, productId: newId("prd"), priceCents: 1_250, discountCents: 0 },
        name: `Lantern “${i}” 🏕`,
      })),
    },
    at(),
    heldAs(reservationId),
  );

export const keyedBy = (shopperId: string, key: string, formerly?: string): PlaceRequest => ({
  scope: `placeOrder:${shopperId}`,
  shopper: { subject: shopperId, formerly },
  key,
  content: { lines: 2 },
  newResourceId: () => newId("ord"),
});

/** Replies that are the order's id. */
export const idForm: ReplyForm<string> = {
  make: ({ id }) => id,
  withoutPersonal: (id) => id,
  withPersonal: (id) => id,
  orderIdOf: (id) => id,
};

/** Claims a key, does the work, and saves what it decides. */
export const placeOnce = async <B>(
  orders: OrderStore,
  request: PlaceRequest,
  form: ReplyForm<B>,
  work: (orderId: string, unpaid: Unpaid, save: (decide: PlaceDecision) => Promise<void>) => Promise<void>,
): Promise<StoredReply<B>> => {
  const claimed = await orders.claimPlacement(request, form);
  if ("replayed" in claimed) return claimed;
  await using placement = claimed;
  let reply: StoredReply<B> | undefined;
  await work(placement.orderId, placement.unpaid, async (decide) => {
    reply = await placement.insert(decide);
  });
  if (reply === undefined) throw new Error("the work saved nothing");
  return reply;
};

/** Places an order; replies with its id. */
export const placeOne = async (
  orders: OrderStore,
  shopperId: string,
  key: string = newId("key"),
  reservationId?: string | null,
  formerly?: string,
): Promise<{ reply: StoredReply<string>; made: Transition | undefined }> => {
  let made: Transition | undefined;
  const reply = await placeOnce(orders, keyedBy(shopperId, key, formerly), idForm, (id, _, save) =>
    save((owner) => {
      made = placedBy(id, owner, reservationId);
      return made;
    }),
  );
  return { reply, made };
};
