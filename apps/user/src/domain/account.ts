import type { EventData, guestJoined, Scope, User, userErased } from "@caravan/contracts";

/** The scopes that staff may grant beside `shopper`. */
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

/** The scopes of an account; a guest has only its own. */
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

/** The guest who joins the account by signing in; undefined when the caller is not a guest. */
export const joinOf = (
  subject: string | undefined,
  account: { readonly id: string },
  now: Date,
): GuestJoin | undefined =>
  subject?.startsWith("gst_") ? { guestId: subject, userId: account.id, at: now.toISOString() } : undefined;

/** Of one account; older ones are known by their own join events, delivered long ago. */
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
