import type { OrderStatus } from "@caravan/contracts";
import { type Database, lookUpPerson, openPeopleEvents } from "@caravan/database";
import type { OrderStore } from "../order-store.ts";
import { openOrderChanges } from "./change-orders.ts";
import { claimSteps, measureLag, selectOverdue } from "./due-orders.ts";
import { changingOnce } from "./keyed-work.ts";
import { people } from "./people.ts";
import { openPlacements } from "./place-orders.ts";
import { selectByTicket, selectOrder, selectPage, selectSearch } from "./read-orders.ts";

/** What the store needs from its environment. */
export interface OrderStoreOptions {
  readonly database: Database;
  /** W3C trace context of the current work, for events of orders that have none. */
  readonly traceparent: () => string | undefined;
  /** Told of each new status of an order, once it is committed. */
  readonly onMove?: (status: OrderStatus) => void;
}

/** Orders that are placed or changed at the same time share a transaction; when one of them cannot be written the others are. */
export const openOrders = ({ database, traceparent, onMove }: OrderStoreOptions): OrderStore => {
  const change = openOrderChanges(database, onMove);
  const { joinGuest, eraseUser } = openPeopleEvents(database, people);
  return {
    claimPlacement: openPlacements(database),
    changeOnce: changingOnce(database, onMove),
    change: (it) => change({ ...it, traceparent: traceparent() }),
    find: (orderId) => selectOrder(database.drizzle, orderId),
    findByTicket: (ticketId) => selectByTicket(database.drizzle, ticketId),
    list: (shopperIds, page) => selectPage(database.drizzle, shopperIds, page),
    ownerOf: async (subject) => (await lookUpPerson(database.drizzle, subject)).subject,
    search: (search, now) => selectSearch(database.drizzle, search, now),
    claimDue: (lease) => claimSteps(database, lease),
    overdue: (limits) => selectOverdue(database.drizzle, limits),
    lag: (now) => measureLag(database.drizzle, now),
    joinGuest,
    forget: eraseUser,
  };
};
