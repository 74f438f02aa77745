import type { SaleFile } from "@caravan/contracts";
import type { Connection } from "mysql2/promise";
import { expect } from "vitest";
import { expectCleanBooks } from "./books.ts";
import { buyAll, gatherGuests, type NeverPays, type Participant, participate } from "./crowd.ts";
import { openDatabase } from "./databases.ts";
import { openRush, type Rush, type RushOptions, type Told } from "./rush.ts";
import { announceSale, commandSale, inSeconds, inspectSale, settled, type Terms } from "./sale.ts";
import { expectKeptPieces, expectKeptWord, ticketsOf, unpaidOf } from "./sale-tickets.ts";
import { freeStock } from "./stock.ts";
import { until } from "./until.ts";

/** A sale, its crowd, and how they press. */
export interface SalePlan extends RushOptions {
  readonly terms: Omit<Terms, "opensAt" | "endsAt" | "perAddress">;
  readonly shoppers: number;
  readonly neverPays: NeverPays;
  /** How long it may take from the end of the rush until all is paid or back. */
  readonly patienceSeconds: number;
}

/** The sale that runs, for what happens to it. */
export interface RunningSale {
  readonly sale: SaleFile;
  readonly rush: Rush;
}

const since = (began: number): number => (Date.now() - began) / 1000;

/**
 * Sells a sale to a crowd from its announcement to its end, while something happens to it, and expects at the end: no answer was
 * taken back, each piece is sold once or free again, each shopper has at most one, and the books of all services balance. Returns what
 * it was before it ended.
 */
export const sellThrough = async (
  { terms, shoppers, neverPays, patienceSeconds, ...options }: SalePlan,
  meanwhile: (running: RunningSale) => Promise<void>,
): Promise<SaleFile> => {
  const free = await freeStock(terms.sku);
  const began = Date.now();
  const guests = await gatherGuests(shoppers);
  const gathered = since(began);
  // Taking part takes about as long as becoming a guest, and is best done before the opening.
  const sale = await announceSale({
    ...{ ...terms, perAddress: shoppers },
    ...{ opensAt: inSeconds(10 + 2 * gathered), endsAt: inSeconds(4 * 3600) },
  });
  try {
    expect(free - (await freeStock(terms.sku))).toBe(terms.pieces);
    const all = await participate(guests, sale.id, neverPays);
    const tookPart = since(began);
    const isOpen = async () => ((await inspectSale(sale.id)).state === "open" ? true : undefined);
    await until("it is open", isOpen, 120 + 2 * gathered);

    const rush = openRush(sale.id, all, options);
    const opened = Date.now();
    await meanwhile({ sale, rush }).finally(rush.stop);
    const told = await rush.end();
    const { decisions, undecided } = rush.heard;
    console.log(
      `${shoppers} guests in ${gathered.toFixed(1)} s, all took part after ${tookPart.toFixed(1)} s; ${decisions} decisions in ${since(opened).toFixed(1)} s, and ${undecided} attempts without one`,
    );
    const file = await payUp(sale, all, told, patienceSeconds);
    const { paid, returned, waiting } = file.tickets;
    console.log(
      `${paid} of ${terms.pieces} pieces paid, ${returned} tickets back, ${waiting} still in line, ${since(opened).toFixed(1)} s after the opening`,
    );
    await commandSale(sale.id, "end");
    await settled(sale.id);
    expect(free - (await freeStock(terms.sku))).toBe(paid);
    await expectCleanBooks();
    return file;
  } finally {
    const left = (error: unknown) => console.error(`${sale.id} could not be ended:`, error);
    await commandSale(sale.id, "end").catch(left);
  }
};

/** Holds what was told against what flash stored, before and after all have paid who pay. */
const payUp = async (
  sale: SaleFile,
  all: readonly Participant[],
  told: Told,
  patienceSeconds: number,
): Promise<SaleFile> => {
  // Not before the rush is over: MariaDB may have been killed in it.
  const flash = await until("flash's database answers", () => openDatabase("flash"));
  try {
    expectKeptWord(told, await ticketsOf(flash, sale.id));
    const file = await payAll(flash, sale, all, patienceSeconds);
    expectKeptPieces(told, await ticketsOf(flash, sale.id));
    return file;
  } finally {
    await flash.end();
  }
};

/** Pieces that come back go to the next in line, who pay or do not, until each is paid for, or none is left who waits. */
const payAll = async (
  flash: Connection,
  sale: SaleFile,
  all: readonly Participant[],
  patienceSeconds: number,
): Promise<SaleFile> => {
  const byShopper = new Map(all.map((one) => [one.shopper.session.subject, one]));
  const done = new Set<string>();
  return until(
    "every piece is paid for, or free and not waited for",
    async () => {
      const orders = (await unpaidOf(flash, sale.id)).flatMap(({ id, shopperId, orderId }) => {
        const buyer = byShopper.get(shopperId);
        return buyer === undefined || done.has(id) ? [] : [{ id, orderId, buyer }];
      });
      for (const id of await buyAll(orders)) done.add(id);
      const file = await inspectSale(sale.id);
      const { admitted, paid, waiting } = file.tickets;
      return admitted === paid && (admitted === sale.pieces || waiting === 0) ? file : undefined;
    },
    patienceSeconds,
  );
};
