import { euros, newId, paymentAuthorised } from "@caravan/contracts";
import { driveOverdue } from "../use-cases/drive-overdue.ts";
import { openFakeShop, signedIn } from "./fake-shop.ts";

/** A shop with one order whose payment was begun. */
export const openPaidShop = async (headers: Readonly<Record<string, string>> = {}) => {
  const shop = openFakeShop();
  const { callees, clock, dependencies, orders, post, runner } = shop;
  const who = { ...signedIn(), ...headers };
  const { id } = await (await shop.place(who)).json();
  const path = (what: string) => `/v1/orders/${id}/${what}`;
  await post(path("payment"), who, { returnUrl: "https://shop.example/back" });
  const order = orders.orders.get(id);
  if (order === undefined) throw new Error("the order was not placed");
  const fact = () => ({ paymentId: callees.payment.id, orderId: id, amount: euros(order.totalCents) });
  return {
    ...{ ...shop, who, order, path, fact },
    answers: callees.answers,
    asked: () => callees.asked,
    status: async () => (await shop.show(who, id)).status,
    authorise: (eventId: string = newId("evt")) => shop.tell(paymentAuthorised, fact(), eventId),
    parcel: () => ({ shipmentId: callees.shipmentId, orderId: id, at: clock.now.toISOString() }),
    /** Advances the clock and performs everything that is due and overdue. */
    async later(seconds: number, first: () => Promise<void> = async () => {}) {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
      await first();
      await driveOverdue(dependencies);
      await runner.poll();
      await runner.idle();
    },
  };
};
