import { commitReservation } from "../../use-cases/commit-reservation.ts";
import { expireReservations } from "../../use-cases/expire-reservations.ts";
import { releaseReservation } from "../../use-cases/release-reservation.ts";
import { returnReservation } from "../../use-cases/return-reservation.ts";
import { type Command, command } from "./hold-commands.ts";
import { add, type Beliefs, couldHave, outcomeOf, putBack, takeLeft } from "./shop.ts";

type Order = Beliefs["orders"][number];
const steps = { commit: commitReservation, release: releaseReservation, return: returnReservation };

/** Applies a step to the model, without the service's own table; returns the expected answer. */
const believed: Record<keyof typeof steps, (order: Order, beliefs: Beliefs) => string> = {
  commit(order, beliefs) {
    if (order.status === "committed") return "done";
    if (order.status === "released" || order.status === "returned") return "reservation-ended";
    const ofSale = order.status === "expired" && takeLeft(order.sale, order.lines);
    if (order.status === "expired" && !ofSale) {
      if (!couldHave(beliefs, order.lines)) return "out-of-stock";
      order.sale = undefined;
    }
    if (order.status === "held" || ofSale) add(beliefs.reserved, order.lines, -1);
    add(beliefs.onHand, order.lines, -1);
    order.status = "committed";
    return "done";
  },
  release(order, beliefs) {
    if (order.status === "committed") return "reservation-ended";
    if (order.status === "held") putBack(beliefs, order);
    if (order.status !== "returned") order.status = "released";
    return "done";
  },
  return(order, beliefs) {
    if (order.status !== "committed") return believed.release(order, beliefs);
    add(beliefs.onHand, order.lines, 1);
    order.status = "returned";
    return "done";
  },
};

/** A step of a reservation, early or late, for the first time or again, up to three times at once. */
export const step = (word: keyof typeof steps, which: number, times: number): Command =>
  command(
    `${word} ${which} ${times} times`,
    async (beliefs, { dependencies }) => {
      const order = beliefs.orders[which % beliefs.orders.length];
      if (order === undefined) return { told: "", expected: "" };
      const expected = believed[word](order, beliefs);
      const input = { reservationId: order.id, idempotencyKey: order.id };
      const answers = await Promise.all(
        Array.from({ length: times }, () => outcomeOf(steps[word](dependencies, input))),
      );
      return { told: [...new Set(answers)].join(), expected };
    },
    ({ orders }) => orders.length > 0,
  );

/** Time passes, and the expiry loop runs. Holds of the last minutes stay. */
export const expire = (minutes: number): Command =>
  command(`${minutes} minutes pass`, async (beliefs, shop) => {
    shop.passMinutes(minutes);
    const { reservations, now } = shop.dependencies;
    for (const order of beliefs.orders) {
      const expiresAt = (await reservations.find(order.id))?.expiresAt;
      if (order.status !== "held" || expiresAt === undefined || expiresAt > now()) continue;
      order.status = "expired";
      putBack(beliefs, order);
    }
    return { told: await outcomeOf(expireReservations(shop.dependencies)), expected: "done" };
  });
