import type { Batch, Snapshot, StoredTicket, TicketStore } from "./store.ts";

/** What is set of a sale; the rest is open, now, for an hour. */
export type SaleTerms = Partial<Omit<Snapshot, "epoch" | "tickets">>;

/** A store in memory that keeps the contract of the real one, and can be looked into: for tests, and for rehearsals. */
export const openMemoryStore = (terms: SaleTerms = {}) => {
  const sale: Omit<Snapshot, "epoch" | "tickets"> = {
    phase: "open",
    begins: new Date(Date.now() - 60_000),
    ends: new Date(Date.now() + 3_600_000),
    ...{ limit: 1, room: 0, most: 10_000_000, backlog: 1000, pieces: 10 },
    ...terms,
  };
  let epoch = 0;
  let marks: string[][] = [];
  const tickets = new Map<string, StoredTicket>();
  const sold = (): number => [...tickets.values()].filter(({ status }) => status === "admitted").length;
  const refused: string[] = [];
  const append = (batch: Batch): "stored" | "stale" | "diverged" => {
    if (batch.epoch !== epoch) return "stale";
    const known = marks[batch.shard] ?? [];
    const fresh = batch.decided.filter(({ number }) => number > known.length);
    const agrees = batch.decided.every(({ number, mark }) => (known[number - 1] ?? mark) === mark);
    if (!agrees || fresh.some(({ number }, i) => number !== known.length + 1 + i)) return "diverged";
    const after = new Map(tickets);
    for (const { ticket, shopper, click, kind } of fresh)
      after.set(ticket, { ticket, shopper, click, status: kind });
    if ([...after.values()].filter(({ status }) => status === "admitted").length > sale.pieces)
      return "diverged";
    marks[batch.shard] = [...known, ...fresh.map(({ mark }) => mark)];
    for (const [ticket, stored] of after) tickets.set(ticket, stored);
    return "stored";
  };
  const store: TicketStore = {
    append: async (batch) => {
      const result = append(batch);
      if (result !== "stored") refused.push(result);
      return result;
    },
    newest: async (of) => (of.epoch === epoch ? (marks[of.shard]?.length ?? 0) : undefined),
    raise: async () => {
      epoch += 1;
      marks = [];
      return { ...sale, epoch, tickets: [...tickets.values()] };
    },
  };
  return { store, terms: sale, tickets, sold, refused };
};
