import type { SalePlace } from "@caravan/contracts";
import type { Dependencies, Person } from "../dependencies.ts";
import { placeUnknown } from "../domain/refusals.ts";
import { isLineOver } from "../domain/sale.ts";
import { placeReply } from "../replies.ts";
import { announcedSale } from "./take-part.ts";

/** Where the shopper stands, from what is stored; the place in the line comes from admission. @throws Refusal `sale-unknown`, `place-unknown` */
export const showPlace = async (
  dependencies: Dependencies,
  { saleId, person }: { readonly saleId: string; readonly person: Person },
): Promise<SalePlace> => {
  const { entries, tickets, admissions } = dependencies;
  const sale = await announcedSale(dependencies, saleId);
  const names = await entries.shoppersOf(saleId, person);
  const ticket = await tickets.newestOf(saleId, names);
  if (ticket === undefined) throw placeUnknown();
  const { perShopper } = sale;
  const mayAsk = perShopper > 1 && (await tickets.countOf(saleId, names)) < perShopper;
  if (ticket.status !== "waiting" || isLineOver(sale)) return { ...placeReply(ticket, null, sale), mayAsk };
  // The same click again changes nothing: it tells the place at this moment.
  const now = dependencies.now();
  const decision = await admissions.ask(sale, ticket.shopperId, ticket.click, now).catch(() => undefined);
  return { ...placeReply(ticket, decision?.kind === "waiting" ? decision.place : null, sale), mayAsk };
};
