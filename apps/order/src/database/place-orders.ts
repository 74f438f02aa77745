import { Refusal } from "@caravan/contracts";
import {
  accountErased,
  claimRequest,
  type Database,
  hashRequest,
  isDuplicateEntry,
  keyReused,
  lookUpPerson,
  type StoredResponse,
  type Transaction,
} from "@caravan/database";
import { piecesOf } from "../domain/order.ts";
import type { Transition } from "../domain/transition.ts";
import type {
  OrderStore,
  Person,
  PlaceDecision,
  PlaceRequest,
  ReplyForm,
  StoredReply,
} from "../order-store.ts";
import { keyed, mustFind } from "./keyed-work.ts";
import { people } from "./people.ts";
import { countUnpaid, findPlaced, lookAhead, type PlacedBefore } from "./unpaid-orders.ts";
import { insertOrders, insertTimeline } from "./write-orders.ts";

/** An order to be written, and how its reply is stored under its key. */
interface Placing {
  readonly shopper: Person;
  readonly placementKey: string;
  readonly placementHash: string;
  readonly decide: PlaceDecision;
  readonly store: (tx: Transaction, placed: Transition) => Promise<void>;
}

/** Most orders placed in one transaction. */
const mostTogether = 16;

/**
 * Places orders once per key. The key is stored with the order and moves with it: sent again after signing in, or when
 * the stored reply is long purged, it finds the order that was made.
 */
export const openPlacements = (database: Database): OrderStore["claimPlacement"] => {
  const place = database.gather(
    (placings: readonly Placing[]) => database.transaction((tx) => placeTogether(tx, placings)),
    { most: mostTogether, keysOf: ({ shopper }) => Object.values(shopper).filter((id) => id !== undefined) },
  );
  return async <B>(request: PlaceRequest, form: ReplyForm<B>) => {
    const { shopper } = request;
    const { requestHash, ...options } = keyed(database, request);
    const placementKey = hashRequest(request.key);
    const replay = async (reply: StoredResponse<B>): Promise<StoredReply<B>> => {
      const { order, timeline } = await mustFind(database, form.orderIdOf(reply.body));
      if (order.forgottenAt !== null) throw accountErased();
      return { ...reply, replayed: true, body: form.withPersonal(reply.body, order, timeline) };
    };

    await using claims = new AsyncDisposableStack();
    const claimed = await claimRequest<B>({ ...options, requestHash });
    if ("status" in claimed) return replay(claimed);
    const claim = claims.use(claimed);
    const replayOrder = async ({ id, hash }: PlacedBefore): Promise<StoredReply<B>> => {
      if (hash !== requestHash) throw keyReused();
      const { order, timeline } = await mustFind(database, id);
      const reply = { status: 201, body: form.withoutPersonal(form.make(order, timeline)) };
      await claim.finish(reply);
      return replay(reply);
    };
    const { before, unpaid } = await lookAhead(database.drizzle, shopper, placementKey);
    if (before !== undefined) return replayOrder(before);

    const insert = async (decide: PlaceDecision): Promise<StoredReply<B>> => {
      const written: B[] = [];
      const store: Placing["store"] = async (tx, { order, entries }) => {
        const body = form.make(order, entries);
        await claim.complete(tx, { status: 201, body: form.withoutPersonal(body) });
        // The transaction may run more than once: the last reply is the committed one.
        written.push(body);
      };
      const placing = { shopper, placementKey, placementHash: requestHash, decide, store };
      const refused = await place(placing);
      const body = written.at(-1);
      if (refused !== undefined) throw refused;
      if (body === undefined) throw new Error("an order was written without its reply");
      return { status: 201, body, replayed: false };
    };
    const held = claims.move();
    return {
      orderId: claim.resourceId,
      unpaid,
      insert: (decide) =>
        insert(decide).catch(async (error: unknown) => {
          const sameTicket = isDuplicateEntry(error, "orders_ticket");
          if (!sameTicket && !isDuplicateEntry(error, "orders_placement")) throw error;
          const owner = (await lookUpPerson(database.drizzle, shopper.subject)).subject;
          const found = await findPlaced(database.drizzle, owner, placementKey);
          if (found === undefined) throw sameTicket ? keyReused() : error;
          return replayOrder(found);
        }),
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  };
};

/** Writes orders together. One that is refused, since its shopper is erased or holds too much, does not affect the others. */
const placeTogether = async (
  tx: Transaction,
  placings: readonly Placing[],
): Promise<(Refusal | undefined)[]> => {
  const owners = await people.resolvePeople(
    tx,
    placings.map(({ shopper }) => shopper),
  );
  const unpaid = await countUnpaid(
    tx,
    [...owners.values()].map(({ subject }) => subject),
  );
  const placed: (Placing & Transition)[] = [];
  const outcomes = placings.map((placing) => {
    const owner = owners.get(placing.shopper.subject);
    if (owner === undefined || owner.erasedAt !== null) return accountErased();
    try {
      const held = unpaid.get(owner.subject) ?? { orders: 0, pieces: 0 };
      const made = placing.decide(owner.subject, held);
      placed.push({ ...placing, ...made });
      const pieces = held.pieces + piecesOf(made.order.lines);
      unpaid.set(owner.subject, { orders: held.orders + 1, pieces });
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  });
  if (placed.length === 0) return outcomes;
  await insertOrders(tx, placed);
  await insertTimeline(
    tx,
    placed.flatMap(({ order, entries }) => entries.map((entry) => ({ ...entry, orderId: order.id }))),
  );
  for (const one of placed) await one.store(tx, one);
  return outcomes;
};
