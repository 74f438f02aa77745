import type { EventData, guestJoined, Scope, User, userErased } from "@caravan/contracts";

/** What staff may give an account beside being a shopper. */
export type Grant = Extract<Scope, "staff" | "release-manager">;

/** An account. Erased accounts do not exist. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** PHC string. */
  readonly passwordHash: string;
  readonly grants: readonly Grant[];
  readonly createdAt: Date;
}

/** What an account may do; a guest may only be a guest. */
export const scopesOf = (account: Pick<Account, "grants"> | undefined): Scope[] =>
  account === undefined ? ["guest"] : ["shopper", ...account.grants];

export const userReply = (account: Account): User => ({
  id: account.id,
  email: account.email,
  name: account.name,
  scopes: scopesOf(account),
  createdAt: account.createdAt.toISOString(),
});

/** A guest who signs in, and into which account. */
export type GuestJoin = EventData<typeof guestJoined>;

/** The guest who joins the account by signing in; undefined when nobody or an account asks. */
export const joinOf = (
  subject: string | undefined,
  account: { readonly id: string },
  now: Date,
): GuestJoin | undefined =>
  subject?.startsWith("gst_") ? { guestId: subject, userId: account.id, at: now.toISOString() } : undefined;

/** Of one account; older ones are told of by their own joining, long delivered. */
export const mostJoinedGuests = 500;

export const erasedData = (
  userId: string,
  guests: readonly string[],
  now: Date,
): EventData<typeof userErased> => ({
  userId,
  at: now.toISOString(),
  ...(guests.length === 0 ? {} : { guests: [...guests] }),
});
