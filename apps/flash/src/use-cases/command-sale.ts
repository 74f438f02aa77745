import type { SaleFile } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { type Command, checkDraft } from "../domain/command.ts";
import { saleUnknown } from "../domain/refusals.ts";
import { isWarm, type Sale } from "../domain/sale.ts";
import { fileReply, noTickets } from "../replies.ts";
import { checkRoom } from "./check-room.ts";

/** A command of staff. */
export interface Commanded {
  readonly saleId: string;
  readonly who: string;
  readonly why: string;
  /** One command, however often it comes. */
  readonly key: string;
}

/** A sale with its figures and history. */
export const showFile = async (dependencies: Dependencies, sale: Sale): Promise<SaleFile> => {
  const sums = await dependencies.sales.sums([sale.id]);
  const history = await dependencies.sales.history(sale.id);
  return fileReply(sale, sums.get(sale.id) ?? noTickets, history, dependencies.now());
};

/** @throws Refusal `sale-unknown` */
export const inspectSale = async (dependencies: Dependencies, saleId: string): Promise<SaleFile> => {
  const sale = await dependencies.sales.find(saleId);
  if (sale === undefined) throw saleUnknown(saleId);
  return showFile(dependencies, sale);
};

/**
 * Announces a draft. Inventory sets its pieces aside first, and the draft notes before that it is asked: if this ends in between, the next
 * attempt finds the same allotment, and so does whatever ends the draft.
 *
 * @throws Refusal `sale-unknown`, `sale-not-a-draft`, `sale-over`, `sale-too-large`, `sale-not-reachable`, `out-of-stock`, `sku-unknown`
 */
export const scheduleSale = async (dependencies: Dependencies, { saleId, ...by }: Commanded) => {
  const { sales, inventory, now } = dependencies;
  const sale = await sales.find(saleId);
  if (sale === undefined) throw saleUnknown(saleId);
  if (sale.phase !== "running") checkDraft(sale, now());
  if (sale.phase === "draft") await checkRoom(dependencies, sale);
  if (sale.allotmentId === null) await sales.noteAllotmentAsked(saleId, now());
  const allotmentId = sale.allotmentId ?? (await inventory.openAllotment(sale));
  try {
    return await commandSale(dependencies, { saleId, ...by }, { kind: "schedule", allotmentId });
  } catch (error) {
    // Ended meanwhile: its keeper may have looked for the pieces before they were set aside.
    const ended = await sales.find(saleId);
    if (ended?.allotmentId === null && ended.phase !== "draft") await inventory.closeAllotment(allotmentId);
    throw error;
  }
};

/**
 * Does what staff asks. A change of phase holds from the reply on: admission is rebuilt before it, and what was decided in the epoch
 * before is refused.
 *
 * @throws Refusal `sale-unknown`; what {@link decide} refuses
 */
export const commandSale = async (
  dependencies: Dependencies,
  { saleId, ...by }: Commanded,
  command: Command,
): Promise<SaleFile> => {
  const { sales, admissions, now, log } = dependencies;
  const sale = await sales.command(saleId, command, { ...by, at: now() });
  if (sale.rebuildNeeded && isWarm(sale, now())) {
    // The keeper does it as well; without Redis the sale sells nothing anyway.
    await admissions.rebuild(sale).catch((error: unknown) => {
      log.error({ err: error, sale: saleId }, "the sale is not rebuilt yet; its keeper tries again");
    });
  }
  return showFile(dependencies, (await sales.find(saleId)) ?? sale);
};
