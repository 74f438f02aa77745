import { forgetEvents, type InboxEvent, inboxKey, recordEvents } from "../inbox/record-events.ts";
import { appendOutbox } from "../outbox/append-outbox.ts";
import type { Transaction } from "../transaction.ts";

/** A change of one aggregate that was asked for. */
export interface AggregateChange<S, D> {
  /** The aggregate's id. */
  readonly id: string;
  /** Judges the aggregate while its row is locked. It may run again, so it has no effect of its own; what it throws is a refusal. */
  readonly decide: (state: S) => D;
  /** What causes the change: it is then made once per event. A refused change does not count. */
  readonly event?: InboxEvent | undefined;
  /** W3C trace context of what causes the change, for its events. */
  readonly traceparent?: string | undefined;
}

/** A change that is made, or was already committed. */
export interface Done<C, S, D> {
  readonly kind: "done";
  readonly change: C;
  readonly before: S;
  readonly after: S;
  readonly decision: D;
}

/** The outcome of a change. A refusal is data: it must not undo the other changes of its round. */
export type Outcome<C, S, D> =
  | Done<C, S, D>
  | { readonly kind: "refused"; readonly error: unknown }
  /** There is no such aggregate. */
  | { readonly kind: "unknown" }
  /** Its event was applied before. */
  | { readonly kind: "duplicate" };

/** An aggregate as loaded and as to be written. */
export interface Written<S> {
  readonly before: S;
  readonly after: S;
}

/** How the aggregates of a service are kept. Each function is called at most once per round. */
export interface AggregateTable<C extends AggregateChange<S, D>, S, D> {
  /** Loads and locks the aggregates, in the order of their ids; those that do not exist are left out. */
  lock(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, S>>;
  /** The aggregate after a decision: the very same object when there is nothing to write. */
  after(before: S, decision: D): S;
  /** Writes the aggregates that changed, and what belongs to each decision: entries, movements. */
  write(tx: Transaction, changed: readonly Written<S>[], done: readonly Done<C, S, D>[]): Promise<void>;
  /** The events to publish. */
  eventsOf?(decision: D): readonly { readonly topic: string; readonly data: object }[];
  /** The `traceparent` that is stored with the aggregate: its events belong to that trace, whatever causes them. */
  traceparentOf?(state: S): string | null;
  /** Stores the replies under their Idempotency-Keys, last. */
  storeReplies?(tx: Transaction, done: readonly Done<C, S, D>[]): Promise<void>;
}

/**
 * Makes all changes in one transaction, with as many statements as for one, as if they had come one after the other: records events,
 * locks rows, decides, then writes rows, entries, outbox and replies. Every transaction takes locks in this order.
 */
export const changeTogether = async <C extends AggregateChange<S, D>, S, D>(
  tx: Transaction,
  changes: readonly C[],
  table: AggregateTable<C, S, D>,
): Promise<Outcome<C, S, D>[]> => {
  const events = new Map(changes.flatMap(({ event }) => (event ? [[inboxKey(event), event] as const] : [])));
  const known = await recordEvents(tx, [...events.values()]);
  const applied = new Set([...known].map(inboxKey));
  const isKnown = ({ event }: C): boolean => event !== undefined && applied.has(inboxKey(event));

  const ids = new Set(changes.filter((change) => !isKnown(change)).map(({ id }) => id));
  const loaded = ids.size === 0 ? new Map<string, S>() : await table.lock(tx, [...ids].sort());
  const current = new Map(loaded);
  const outcomes = changes.map((change): Outcome<C, S, D> => {
    if (isKnown(change)) return { kind: "duplicate" };
    const before = current.get(change.id);
    if (before === undefined) return { kind: "unknown" };
    const outcome = judge(change, before, table);
    if (outcome.kind === "refused") return outcome;
    // The next change of the round sees this one.
    current.set(change.id, outcome.after);
    if (change.event !== undefined) applied.add(inboxKey(change.event));
    return outcome;
  });

  await forgetEvents(
    tx,
    [...events.values()].filter((event) => !applied.has(inboxKey(event))),
  );
  const done = outcomes.filter((outcome) => outcome.kind === "done");
  if (done.length === 0) return outcomes;
  const written = [...loaded].map(([id, before]) => ({ before, after: current.get(id) ?? before }));
  await table.write(
    tx,
    written.filter(({ before, after }) => before !== after),
    done,
  );
  await appendOutbox(tx, ...done.flatMap((one) => outboxOf(one, table)));
  await table.storeReplies?.(tx, done);
  return outcomes;
};

const judge = <C extends AggregateChange<S, D>, S, D>(
  change: C,
  before: S,
  { after }: Pick<AggregateTable<C, S, D>, "after">,
): Extract<Outcome<C, S, D>, { kind: "done" | "refused" }> => {
  try {
    const decision = change.decide(before);
    return { kind: "done", change, before, after: after(before, decision), decision };
  } catch (error) {
    return { kind: "refused", error };
  }
};

const outboxOf = <C extends AggregateChange<S, D>, S, D>(
  { change: { id, traceparent: cause }, after, decision }: Done<C, S, D>,
  { eventsOf, traceparentOf }: Pick<AggregateTable<C, S, D>, "eventsOf" | "traceparentOf">,
) => {
  const traceparent = traceOfEvents(cause, traceparentOf?.(after) ?? undefined);
  return (eventsOf?.(decision) ?? []).map(({ topic, data }) => ({
    topic,
    data,
    aggregateId: id,
    traceparent,
  }));
};

/** The trace of the aggregate; in it, the event follows its cause. */
const traceOfEvents = (cause: string | undefined, own: string | undefined): string | undefined =>
  own === undefined || traceIdOf(cause) === traceIdOf(own) ? (cause ?? own) : own;

const traceIdOf = (traceparent: string | undefined): string | undefined => traceparent?.split("-")[1];
