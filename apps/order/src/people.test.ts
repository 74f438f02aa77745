import { guestJoined, newId, paymentAuthorised, userErased } from "@caravan/contracts";
import { expect, it } from "vitest";
import { openFakeShop, signedIn } from "./testing/fake-shop.ts";
import { openPaidShop } from "./testing/paid-shop.ts";

it("a guest's orders are the account's after signing in, and the guest's no more", async () => {
  const { app, place, tell } = openFakeShop();
  const [guestId, userId] = [newId("gst"), newId("usr")];
  const { id } = await (await place(signedIn(guestId, "guest"))).json();
  const event = { guestId, userId, at: "2026-11-21T09:31:00.000Z" };
  expect([await tell(guestJoined, event, "evt_1"), await tell(guestJoined, event, "evt_1")]).toEqual([
    200, 200,
  ]);
  const look = async (subject: string) =>
    (await app.request(`/v1/orders/${id}`, { headers: signedIn(subject) })).status;
  expect([await look(userId), await look(guestId)]).toEqual([200, 404]);
});

it("who had their data erased is forgotten, a paid parcel still arrives, and the address goes with it", async () => {
  const { asked, authorise, order, orders, show, status, tell, who } = await openPaidShop();
  await tell(userErased, { userId: order.shopperId, at: "2026-11-21T09:31:00.000Z" });
  expect((await show(who, order.id)).deliverTo).not.toBeNull();
  await authorise();
  expect([await status(), asked().at(-1)]).toEqual(["confirmed", "ship"]);
  expect((await show(who, order.id)).deliverTo).toBeNull();
  expect(JSON.stringify([orders.events, orders.timelineOf(order.id)])).not.toContain("Lovelace");
});

it("an event of an order that is not ours is taken and changes nothing", async () => {
  const { fact, orders, tell } = await openPaidShop();
  const before = [...orders.orders.values()];
  expect(await tell(paymentAuthorised, { ...fact(), orderId: newId("ord") })).toBe(200);
  expect([...orders.orders.values()]).toEqual(before);
});
