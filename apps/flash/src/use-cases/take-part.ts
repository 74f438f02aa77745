import { isAccountId, type PostalAddress, type SaleEntry } from "@caravan/contracts";
import { issuePageToken } from "@caravan/flash-admission";
import type { From } from "../admission/origins.ts";
import type { Dependencies, Person } from "../dependencies.ts";
import {
  accountsOnly,
  entryUnknown,
  saleEnded,
  saleNotReachable,
  saleUnknown,
  tooManyOfAddress,
  tooManyOfDevice,
} from "../domain/refusals.ts";
import { isOver, type Sale, wasAnnounced } from "../domain/sale.ts";

/** A sale that shoppers may see. @throws Refusal `sale-unknown` */
export const announcedSale = async (
  { currentSale }: Pick<Dependencies, "currentSale">,
  saleId: string,
): Promise<Sale> => {
  const sale = await currentSale(saleId);
  if (!wasAnnounced(sale)) throw saleUnknown(saleId);
  return sale;
};

/** The person is signed in, and no guest. */
export const isAccount = ({ subject }: Person): boolean => isAccountId(subject);

/** @throws Refusal `accounts-only` */
export const checkAudience = ({ audience }: Sale, person: Person): void => {
  if (audience === "accounts" && !isAccount(person)) throw accountsOnly();
};

/** A request to take part. */
export interface TakePart {
  readonly saleId: string;
  readonly person: Person;
  readonly deliverTo: PostalAddress;
  readonly from: From;
}

/**
 * Takes part in a sale. The token is that of the first time, so asking again neither helps nor harms: who takes part already, also as the guest that
 * they were, was counted then, and is neither counted nor refused where they are now.
 *
 * @throws Refusal `sale-unknown`, `sale-ended`, `accounts-only`, `too-many-of-address`, `too-many-of-device`, `account-erased`, `sale-not-reachable`
 */
export const takePart = async (
  dependencies: Dependencies,
  { saleId, person, deliverTo, from }: TakePart,
): Promise<SaleEntry> => {
  const { entries, admissions } = dependencies;
  const sale = await announcedSale(dependencies, saleId);
  const at = dependencies.now();
  if (isOver(sale, at)) throw saleEnded();
  checkAudience(sale, person);
  if ((await entries.entryOf(saleId, person)) === undefined) {
    const full = await admissions.enrol(sale, person.subject, from).catch((error: unknown) => {
      throw saleNotReachable(error);
    });
    if (full !== undefined) throw tooMany[full.kind](full.most);
  }
  return entryReply(sale, await entries.join({ saleId, person, deliverTo, at }), at);
};

const tooMany = { address: tooManyOfAddress, device: tooManyOfDevice };

/** The token of a shopper who takes part already. @throws Refusal `sale-unknown`, `entry-unknown` */
export const showEntry = async (
  dependencies: Dependencies,
  { saleId, person }: { readonly saleId: string; readonly person: Person },
): Promise<SaleEntry> => {
  const sale = await announcedSale(dependencies, saleId);
  const entry = await dependencies.entries.entryOf(saleId, person);
  if (entry === undefined) throw entryUnknown();
  return entryReply(sale, entry, dependencies.now());
};

const entryReply = (
  { id, tokenKey, difficulty, opensAt }: Sale,
  { shopperId, joinedAt }: { readonly shopperId: string; readonly joinedAt: Date },
  now: Date,
): SaleEntry => ({
  saleId: id,
  token: issuePageToken(tokenKey, id, shopperId, joinedAt),
  difficulty,
  opensAt: opensAt.toISOString(),
  serverTime: now.toISOString(),
});
