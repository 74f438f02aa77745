import { mostTickets, type TicketTerms } from "@caravan/flash-admission";
import type { Dependencies } from "../dependencies.ts";
import { saleNotReachable, saleTooLarge } from "../domain/refusals.ts";

/** A sale fits into Redis by itself. @throws Refusal `sale-too-large`, `sale-not-reachable` */
export const checkSize = async (
  { admissions }: Pick<Dependencies, "admissions">,
  terms: TicketTerms,
): Promise<void> => {
  const room = await roomOf(admissions);
  if (mostTickets(terms) > room) throw saleTooLarge(mostTickets(terms), room, 0);
};

/**
 * A sale fits into Redis beside all that are announced. Two that are announced in the same moment may take a little more than their share
 * of its memory, which is a third.
 *
 * @throws Refusal `sale-too-large`, `sale-not-reachable`
 */
export const checkRoom = async (
  { admissions, sales }: Pick<Dependencies, "admissions" | "sales">,
  sale: TicketTerms & { readonly id: string },
): Promise<void> => {
  const room = await roomOf(admissions);
  const others = (await sales.announcedTerms()).filter(({ id }) => id !== sale.id);
  const taken = others.reduce((sum, terms) => sum + mostTickets(terms), 0);
  if (mostTickets(sale) > room - taken) throw saleTooLarge(mostTickets(sale), room, taken);
};

const roomOf = (admissions: Dependencies["admissions"]): Promise<number> =>
  admissions.room().catch((error: unknown) => {
    throw saleNotReachable(error);
  });
