import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import type { Batch, Decided, TicketStore } from "../hand-over/store.ts";

/** A store to be held against the contract, and the sale that it opened for it. */
export interface ContractStore {
  readonly store: TicketStore;
  readonly sale: string;
}

/** A ticket has one sale. */
const ticketOf = (sale: string, name: string): string => `${name}-${sale.slice(-12)}`;

/** A log of decisions with the marks that the script would give them. */
const logOf = (sale: string, decided: readonly Omit<Decided, "number" | "mark" | "click">[]): Decided[] => {
  let mark = "0";
  return decided.map(({ kind, ticket: name, shopper }, i) => {
    const ticket = ticketOf(sale, name);
    const text = [mark, kind, ticket, shopper, "click"].join(":");
    mark = createHash("sha1").update(text).digest("hex").slice(0, 16);
    return { number: i + 1, kind, ticket, shopper, click: "click", mark };
  });
};

const admitted = (name: string) => ({ kind: "admitted", ticket: name, shopper: name }) as const;
const waiting = (name: string) => ({ ...admitted(name), kind: "waiting" }) as const;
const returned = (name: string) => ({ ...admitted(name), kind: "returned" }) as const;

/** What every ticket store promises, the one of tests as well as the one in a database. Call it inside a `describe`. */
export const ticketStoreKeepsItsContract = (open: (pieces: number) => Promise<ContractStore>): void => {
  const raised = async (pieces: number) => {
    const { store, sale } = await open(pieces);
    const { epoch } = await store.raise(sale);
    const batch = (decided: readonly Decided[], shard = 0, of = epoch): Batch => ({
      ...{ sale, shard, decided },
      epoch: of,
    });
    const tickets = async () => {
      const { tickets: all } = await store.raise(sale);
      return all.map(({ shopper, status }) => `${shopper} ${status}`);
    };
    const log = (...decided: Parameters<typeof logOf>[1]) => logOf(sale, decided);
    return { store, sale, epoch, batch, tickets, log };
  };

  it("stores a decision once, however often and in whatever parts it comes", async () => {
    const { store, batch, tickets, log } = await raised(3);
    const all = log(admitted("ann"), admitted("bob"), waiting("cat"));
    expect(await store.append(batch(all.slice(0, 2)))).toBe("stored");
    expect(await store.append(batch(all.slice(0, 2)))).toBe("stored");
    expect(await store.append(batch(all))).toBe("stored");
    expect(await store.append(batch(all.slice(1)))).toBe("stored");
    expect(await tickets()).toEqual(["ann admitted", "bob admitted", "cat waiting"]);
  });

  it("refuses a gap, and a number that it has with another mark, also behind newer ones", async () => {
    const { store, batch, log } = await raised(9);
    const all = log(admitted("ann"), admitted("bob"), admitted("cat"));
    const other = log(admitted("ann"), admitted("dan"));
    expect(await store.append(batch(all.slice(1)))).toBe("diverged");
    expect(await store.append(batch(all))).toBe("stored");
    expect(await store.append(batch(other))).toBe("diverged");
    expect(await store.append(batch(other.slice(1)))).toBe("diverged");
    expect(await store.append(batch(all.slice(2)))).toBe("stored");
  });

  it("refuses more pieces than the sale has, over all shards, and stores nothing of such a batch", async () => {
    const { store, batch, tickets, log } = await raised(2);
    expect(await store.append(batch(log(admitted("ann"))))).toBe("stored");
    expect(await store.append(batch(log(admitted("bob"), admitted("cat")), 1))).toBe("diverged");
    expect(await tickets()).toEqual(["ann admitted"]);
  });

  it("lets a piece that came back be sold again, in the same batch or a later one", async () => {
    const { store, batch, tickets, log } = await raised(1);
    const all = log(admitted("ann"), waiting("bob"), returned("ann"), admitted("bob"), returned("bob"));
    expect(await store.append(batch(all.slice(0, 2)))).toBe("stored");
    expect(await store.append(batch(all))).toBe("stored");
    expect(await store.append(batch(log(admitted("cat")), 1))).toBe("stored");
    expect(await tickets()).toEqual(["ann returned", "bob returned", "cat admitted"]);
  });

  it("tells the newest decision of each shard, and of no epoch that is over", async () => {
    const { store, sale, epoch, batch, log } = await raised(9);
    const newest = (shard: number, of = epoch) => store.newest({ sale, epoch: of, shard });
    expect(await newest(0)).toBe(0);
    await store.append(batch(log(admitted("ann"), admitted("bob"))));
    await store.append(batch(log(admitted("cat")), 1));
    expect([await newest(0), await newest(1), await newest(2)]).toEqual([2, 1, 0]);
    await store.raise(sale);
    expect([await newest(0), await newest(0, epoch + 1)]).toEqual([undefined, 0]);
  });

  it("refuses every epoch but the one that it told last", async () => {
    const { store, sale, batch, epoch, log } = await raised(5);
    const all = log(admitted("ann"));
    expect((await store.raise(sale)).epoch).toBe(epoch + 1);
    expect(await store.append(batch(all))).toBe("stale");
    expect(await store.append(batch(all, 0, epoch + 2))).toBe("stale");
    expect(await store.append(batch(all, 0, epoch + 1))).toBe("stored");
  });
};
