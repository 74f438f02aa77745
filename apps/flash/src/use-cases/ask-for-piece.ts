import { hash } from "node:crypto";
import { Refusal, type SalePlace } from "@caravan/contracts";
import { checkPageToken, type Decision } from "@caravan/flash-admission";
import type { Dependencies, Person } from "../dependencies.ts";
import * as refusals from "../domain/refusals.ts";
import { isOver, type Sale } from "../domain/sale.ts";
import { freshPlace, placeReply } from "../replies.ts";
import { announcedSale, checkAudience, isAccount } from "./take-part.ts";

/** A click: the token of the sale's page, the answer to its challenge, and the key of the click. */
export interface Click {
  readonly saleId: string;
  readonly person: Person;
  readonly key: string;
  readonly token: string;
  readonly answer: string;
}

/**
 * Decides about a click. A shopper who has a ticket gets it again, whatever the sale does meanwhile.
 *
 * @throws Refusal for every no: `sale-unknown`, `sale-not-open`, `sale-paused`, `sale-ended`, `sold-out`, `accounts-only`, `token-invalid`,
 * `token-too-new`, `work-missing`, `ticket-returned`, `sale-warming`, `sale-busy`, `sale-not-reachable`
 */
export const askForPiece = async (dependencies: Dependencies, click: Click): Promise<SalePlace> => {
  const { countDecision, rush } = dependencies;
  rush.heard();
  try {
    const place = await decideClick(dependencies, click);
    countDecision(place.state);
    return place;
  } catch (error) {
    countDecision(error instanceof Refusal ? error.code : "internal-error");
    throw error;
  }
};

const decideClick = async (
  dependencies: Dependencies,
  { saleId, person, key, token, answer }: Click,
): Promise<SalePlace> => {
  const { admissions } = dependencies;
  const sale = await announcedSale(dependencies, saleId);
  const now = dependencies.now();
  // Redis's clock decides; this one only keeps those away who come too early.
  if (sale.opensAt > now)
    throw isOver(sale, now) ? refusals.saleEnded() : refusals.saleNotOpen(sale.opensAt, now);
  checkAudience(sale, person);
  const shopperId = await shopperOfToken(dependencies, sale, person, token, now);
  if (sale.phase === "settled") return lastPlaceOf(dependencies, sale, shopperId);
  const { challenge } = dependencies.fairness;
  if (sale.difficulty > 0 && !challenge.verify(token, answer, sale.difficulty))
    throw refusals.workMissing(sale.difficulty);
  const decision = await admissions.ask(sale, shopperId, nameOf(key), now).catch((error: unknown) => {
    throw refusals.saleNotReachable(error);
  });
  return placeOf(saleId, decision, now);
};

/** A settled sale decides nothing any more, and Redis need not know it: what is stored is told. */
const lastPlaceOf = async ({ tickets }: Dependencies, sale: Sale, shopperId: string): Promise<SalePlace> => {
  const ticket = await tickets.newestOf(sale.id, [shopperId]);
  if (ticket?.status === "returned") throw refusals.ticketReturned();
  if (ticket?.status !== "admitted") throw refusals.saleEnded();
  return placeReply(ticket, null, sale);
};

/** Who asks, as admission knows them: the token was issued to the caller, or to a guest that the caller was, here or elsewhere. */
const shopperOfToken = async (
  { fairness, entries }: Dependencies,
  sale: Sale,
  person: Person,
  token: string,
  now: Date,
): Promise<string> => {
  const { subject, formerly } = person;
  const issuedTo = (session: string): boolean => {
    const checked = checkPageToken(token, {
      ...{ keys: [sale.tokenKey], sale: sale.id, session, now },
      opensAt: sale.opensAt,
      lateMilliseconds: fairness.lateSeconds * 1000,
    });
    if (checked.kind === "not-yet") throw refusals.tokenTooNew(checked.from, now);
    return checked.kind === "valid";
  };
  const own = (formerly === undefined ? [subject] : [subject, formerly]).find(issuedTo);
  if (own !== undefined) return own;
  const joined = isAccount(person) ? (await entries.shoppersOf(sale.id, person)).find(issuedTo) : undefined;
  if (joined === undefined) throw refusals.tokenInvalid();
  return joined;
};

/** A key of any form as a name in Redis. */
const nameOf = (key: string): string => hash("sha256", key, "base64url").slice(0, 22);

const placeOf = (saleId: string, decision: Decision, now: Date): SalePlace => {
  switch (decision.kind) {
    case "admitted":
      return freshPlace(saleId, "admitted", decision.ticket);
    case "waiting":
      return freshPlace(saleId, "waiting", decision.ticket, decision.place);
    case "deciding":
      return freshPlace(saleId, "deciding");
    case "sold-out":
      throw refusals.soldOut();
    case "not-yet":
      throw refusals.saleNotOpen(decision.opensAt, now);
    case "paused":
      throw refusals.salePaused();
    case "ended":
      throw refusals.saleEnded();
    case "not-for-you":
      throw refusals.ticketReturned();
    case "warming":
      throw refusals.saleWarming();
    case "busy":
      throw refusals.saleBusy();
  }
};
