import { newId, orderRoutes, PostalAddress } from "@caravan/contracts";
import { anyText, damagedBy } from "@caravan/database/testing";
import fc from "fast-check";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { advance } from "../domain/machine.ts";
import { at } from "../testing/make-order.ts";
import { closeStores, idForm, keyedBy, openStore, placedBy, placeOnce } from "../testing/order-stores.ts";

let test: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  test = await openStore();
});
afterAll(closeStores);

it("an accepted order is read back with its address and reasons unchanged", async () => {
  const Reason = orderRoutes.cancelOrder.body.entries.reason;
  await fc.assert(
    fc.asyncProperty(anyText(100), anyText(150), anyText(200), async (name, street, why) => {
      const address = v.safeParse(PostalAddress, {
        name,
        street,
        city: "Berlin",
        postalCode: "10115",
        country: "DE",
      });
      const reason = v.safeParse(Reason, why);
      if (!address.success || !reason.success) return;
      expect(damagedBy(reason.output ?? "", 200)).toBeUndefined();
      const shopperId = newId("gst");
      const { body: id } = await placeOnce(
        test.orders,
        keyedBy(shopperId, newId("key")),
        idForm,
        (orderId, _, save) =>
          save((owner) => {
            const made = placedBy(orderId, owner);
            return { ...made, order: { ...made.order, deliverTo: address.output } };
          }),
      );
      expect((await test.orders.find(id))?.order.deliverTo).toEqual(address.output);
      const command = { kind: "cancel", who: `shopper:${shopperId}`, why: reason.output ?? null } as const;
      await test.orders.change({ orderId: id, decide: (order) => advance(order, command, at()) });
      const timeline = (await test.orders.find(id))?.timeline.map((entry) => entry.why);
      expect(timeline).toContain(reason.output ?? null);
    }),
    { numRuns: 50 },
  );
});
