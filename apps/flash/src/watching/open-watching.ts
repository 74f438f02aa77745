import { setImmediate as breathe } from "node:timers/promises";
import { type Follower, openStreams } from "@caravan/service-kit";
import type { Dependencies, EntryStore, TicketRows, Watching } from "../dependencies.ts";
import { isLineOver } from "../domain/sale.ts";
import { endedPlace, freshPlace, placeReply } from "../replies.ts";
import { announcedSale } from "../use-cases/take-part.ts";
import { encodeEvent, type Followed, openFollowed } from "./followed.ts";
import { isWorthTelling } from "./line.ts";
import type { ChangeMark, WatchedTicket, WatchedTickets } from "./watched-tickets.ts";

/** What watching is made of. */
export interface WatchingOptions extends Pick<Dependencies, "currentSale" | "now"> {
  readonly entries: Pick<EntryStore, "shoppersOf">;
  readonly tickets: Pick<TicketRows, "newestOf">;
  readonly watched: WatchedTickets;
  readonly mostStreams: number;
  readonly onCount: (count: number) => void;
}

/** What is kept of one who watches. */
interface State {
  readonly followed: Followed;
  /** The ticket that waits in line, and where in the order of all tickets; 0 when none does. */
  ticketId: string;
  position: number;
  /** The place that was told last. */
  place: number;
  /** The last change that was told, by {@link ageOf}; 0: none. */
  told: number;
}

/** Streams of one shopper and sale: their browsers. */
const mostOfShopper = 3;
/** A transaction may commit later than another one that began after it: rows are looked at again for so long. */
const overlapMilliseconds = 3_000;
/** Changed tickets of one query. */
const batch = 2_000;
/** Followers that are told before clicks get their turn. */
const atOnce = 500;
/** So old may be the clock that a new follower is told. */
const clockMilliseconds = 100;

export const openWatching = (options: WatchingOptions): Watching => {
  const { currentSale, watched, now } = options;
  const streams = openStreams<State>({
    what: "sales",
    most: options.mostStreams,
    mostOfKey: mostOfShopper,
    onCount: options.onCount,
  });
  const sales = new Map<string, Followed>();
  let since: Date | undefined;

  const follow = (id: string): Followed => {
    const followed = sales.get(id) ?? openFollowed(watched, id);
    sales.set(id, followed);
    return followed;
  };
  const tellAll = async (followed: Followed, chunkFor: (state: State) => Uint8Array | undefined) => {
    let seen = 0;
    for (const follower of streams.all()) {
      const chunk = follower.state.followed === followed ? chunkFor(follower.state) : undefined;
      if (chunk !== undefined) follower.send(chunk);
      seen += 1;
      if (seen % atOnce === 0) await breathe();
    }
  };
  const lookAtSales = async (): Promise<void> => {
    const wanted = new Set<Followed>();
    for (const { state } of streams.all()) wanted.add(state.followed);
    for (const [id, followed] of sales) {
      if (!wanted.has(followed) && !followed.isFresh()) sales.delete(id);
      else if (followed.encode(await currentSale(id), now(), 0)) await tellAll(followed, followed.chunk);
    }
  };
  const tellChange = async (follower: Follower<State>, ticket: WatchedTicket): Promise<void> => {
    if (follower.state.told >= ageOf(ticket)) return;
    // Of several pieces the shopper is told the one that getSalePlace shows.
    const { perShopper } = await currentSale(ticket.saleId);
    const newest =
      perShopper === 1 ? ticket : await options.tickets.newestOf(ticket.saleId, [ticket.shopperId]);
    follower.send(noted(follower.state, newest ?? ticket));
  };
  const lookAtTickets = async (): Promise<void> => {
    const clock = await watched.now();
    const from = (since ?? clock).getTime() - overlapMilliseconds;
    let mark: ChangeMark | undefined = { at: new Date(from), position: 0 };
    while (mark !== undefined) {
      const rows: WatchedTicket[] = await watched.changed([...sales.keys()], mark, batch);
      for (const ticket of rows) {
        sales.get(ticket.saleId)?.line.touch();
        for (const follower of streams.of(keyOf(ticket.saleId, ticket.shopperId)))
          await tellChange(follower, ticket);
      }
      const last = rows.length < batch ? undefined : rows.at(-1);
      mark = last && { at: last.changedAt, position: last.position };
    }
    since = clock;
  };
  const lookAtLines = async (): Promise<void> => {
    for (const followed of sales.values()) {
      if (followed.takeEnd()) await tellAll(followed, endOfLine);
      await followed.line.refresh();
      if (followed.line.takeNews()) await tellAll(followed, movedOn);
    }
  };

  return {
    async watch(saleId, person) {
      const sale = await announcedSale(options, saleId);
      const followed = follow(saleId);
      const names = await options.entries.shoppersOf(saleId, person);
      const ticket = await options.tickets.newestOf(saleId, names);
      await followed.line.refresh();
      followed.encode(sale, now(), clockMilliseconds);
      const state: State = { followed, ticketId: "", position: 0, place: 0, told: 0 };
      const first = [followed.chunk(), ...(ticket === undefined ? [] : [noted(state, ticket)])];
      const name = ticket?.shopperId ?? names[0] ?? person.subject;
      return streams.open(keyOf(saleId, name), state, first);
    },
    async look() {
      since = streams.count() === 0 ? undefined : since;
      if (streams.count() === 0) return sales.clear();
      await lookAtSales();
      await lookAtTickets();
      await lookAtLines();
    },
    beat: streams.beat,
    drain: streams.drain,
  };
};

const keyOf = (saleId: string, shopperId: string): string => `${saleId} ${shopperId}`;

/** When a ticket changed and how far it was then, as one number: two changes may fall into one millisecond. */
const ageOf = ({ changedAt, status, paid, orderId }: WatchedTicket): number =>
  changedAt.getTime() * 8 + (status === "returned" ? 4 : 0) + (paid ? 2 : 0) + (orderId === null ? 0 : 1);

/** The message of a ticket, and notes what was told. */
const noted = (state: State, ticket: WatchedTicket): Uint8Array => {
  const { line, sale } = state.followed;
  const isWaiting = ticket.status === "waiting" && !isLineOver(sale());
  const place = isWaiting ? line.placeOf(ticket.position) : null;
  state.ticketId = ticket.id;
  state.position = isWaiting ? ticket.position : 0;
  state.place = place ?? 0;
  state.told = ageOf(ticket);
  return encodeEvent("place", placeReply(ticket, place, sale()));
};

/** The message for one who waits and has come on by enough. */
const movedOn = (state: State): Uint8Array | undefined => {
  const { followed, position, ticketId } = state;
  const place = position === 0 ? 0 : followed.line.placeOf(position);
  if (position === 0 || !isWorthTelling(state.place, place)) return undefined;
  state.place = place;
  return encodeEvent("place", freshPlace(followed.id, "waiting", ticketId, place));
};

/** The message for one who waits when the sale is over. */
const endOfLine = (state: State): Uint8Array | undefined => {
  if (state.position === 0) return undefined;
  state.position = 0;
  return encodeEvent("place", endedPlace(state.followed.id, state.ticketId));
};
