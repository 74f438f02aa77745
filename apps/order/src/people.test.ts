import { guestJoined, newId, paymentAuthorised, userErased } from "@caravan/contracts";
import { formerlyHeader } from "@caravan/service-kit";
import { describe, expect, it } from "vitest";
import { type Identity, openFakeShop, signedIn, someLines } from "./testing/fake-shop.ts";
import { openPaidShop } from "./testing/paid-shop.ts";

const at = "2026-11-21T09:31:00.000Z";
const joined = (guestId: string, userId: string) => ({ guestId, userId, at });
/** An account whose token says which guest it was. */
const accountOf = (guestId: string, userId: string = newId("usr")): Identity => ({
  ...signedIn(userId),
  ...{ [formerlyHeader]: guestId },
});

describe("a guest who joins an account", () => {
  it("transfers its orders, and reaches them until its token expires", async () => {
    const { app, place, tell } = openFakeShop();
    const [guestId, userId] = [newId("gst"), newId("usr")];
    const { id } = await (await place(signedIn(guestId, "guest"))).json();
    for (const times of ["first", "again"])
      expect([times, await tell(guestJoined, joined(guestId, userId), "evt_1")]).toEqual([times, 200]);
    const look = async (subject: string) =>
      (await app.request(`/v1/orders/${id}`, { headers: signedIn(subject) })).status;
    const others = [newId("gst"), newId("usr")];
    expect(await Promise.all([userId, guestId, ...others].map(look))).toEqual([200, 200, 404, 404]);
    const list = async (subject: string) => {
      const reply = await app.request("/v1/orders", { headers: signedIn(subject) });
      return (await reply.json()).items.map((order: { id: string }) => order.id);
    };
    expect(await Promise.all([userId, guestId, ...others].map(list))).toEqual([[id], [id], [], []]);
  });

  it("orders for the account with the token it had, and can pay and cancel what it ordered", async () => {
    const { orders, place, post, tell } = openFakeShop();
    const [guest, userId] = [signedIn(newId("gst"), "guest"), newId("usr")];
    await tell(guestJoined, joined(guest["x-caravan-subject"], userId));
    const { id } = await (await place(guest)).json();
    expect(orders.orders.get(id)?.shopperId).toBe(userId);
    const returnUrl = "https://shop.example/back";
    expect((await post(`/v1/orders/${id}/payment`, guest, { returnUrl })).status).toBe(200);
    expect((await post(`/v1/orders/${id}/cancellation`, guest, {})).status).toBe(202);
  });

  it("finds its orders with the account's token before the join event has come", async () => {
    const { app, orders, place, show } = openFakeShop();
    const guestId = newId("gst");
    const { id } = await (await place(signedIn(guestId, "guest"))).json();
    const account = accountOf(guestId);
    expect((await show(account, id)).id).toBe(id);
    const list = await (await app.request("/v1/orders", { headers: account })).json();
    expect(list.items).toHaveLength(1);
    const second = await (await place(account)).json();
    const owners = [id, second.id].map((each) => orders.orders.get(each)?.shopperId);
    expect(owners).toEqual([account["x-caravan-subject"], account["x-caravan-subject"]]);
  });

  it.each(["known by the event", "known by the token"])(
    "places one order with the same key before and after the join, %s",
    async (how) => {
      const { callees, orders, place, tell } = openFakeShop();
      const guestId = newId("gst");
      const first = await (await place(signedIn(guestId, "guest"), someLines, "key-1")).json();
      const userId = newId("usr");
      if (how.includes("event")) await tell(guestJoined, joined(guestId, userId));
      const account = how.includes("event") ? signedIn(userId) : accountOf(guestId, userId);
      const again = await place(account, someLines, "key-1");
      expect([again.status, await again.json()]).toEqual([201, first]);
      expect(again.headers.get("idempotency-replayed")).toBe("true");
      expect([orders.orders.size, callees.asked]).toEqual([1, ["reserve"]]);
      const other = await place(account, someLines.slice(1), "key-1");
      expect([other.status, (await other.json()).code]).toEqual([422, "idempotency-key-reused"]);
    },
  );
});

describe("a shopper whose data was erased", () => {
  it("still gets a paid parcel, and the address is erased with its label", async () => {
    const { asked, authorise, order, orders, tell } = await openPaidShop();
    await tell(userErased, { userId: order.shopperId, at });
    expect(orders.orders.get(order.id)?.deliverTo).not.toBeNull();
    await authorise();
    expect(orders.orders.get(order.id)).toMatchObject({ status: "confirmed", deliverTo: null });
    expect(asked().at(-1)).toBe("ship");
    expect(JSON.stringify([orders.events, orders.timelineOf(order.id)])).not.toContain("Lovelace");
  });

  it("cannot order, read or change anything with a remaining token, and holds no stock", async () => {
    const { app, callees, order, path, place, post, tell, who } = await openPaidShop();
    await post("/v1/orders", who, { lines: someLines, deliverTo: order.deliverTo }, "key-1");
    await tell(userErased, { userId: order.shopperId, at });
    const get = (it: string) => app.request(it, { headers: who });
    for (const reply of [
      await place(who),
      await post("/v1/orders", who, { lines: someLines, deliverTo: order.deliverTo }, "key-1"),
      await post(path("cancellation"), who, { reason: "I was there" }),
      await post(path("payment"), who, { returnUrl: "https://shop.example/" }),
      await get(`/v1/orders/${order.id}`),
      await get("/v1/orders"),
    ])
      expect([reply.status, (await reply.json()).code]).toEqual([401, "account-erased"]);
    expect(callees.asked.filter((name) => name === "release")).toHaveLength(1);
  });

  it("leaves no text in a timeline", async () => {
    const { order, orders, path, post, runner, tell, who } = await openPaidShop();
    await post(path("cancellation"), who, { reason: "moving to Ada's street 7" });
    await runner.idle();
    await tell(userErased, { userId: order.shopperId, at });
    expect(JSON.stringify(orders.timelineOf(order.id))).not.toContain("street 7");
  });
});

it("an event of an unknown order is acknowledged and changes nothing", async () => {
  const { fact, orders, tell } = await openPaidShop();
  const before = [...orders.orders.values()];
  expect(await tell(paymentAuthorised, { ...fact(), orderId: newId("ord") })).toBe(200);
  expect([...orders.orders.values()]).toEqual(before);
});
