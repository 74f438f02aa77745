import type { PostalAddress, SavedAddress, Scope } from "@caravan/contracts";
import type { Account, Grant, GuestJoin } from "./domain/account.ts";
import type { HeldToken, RefreshDecision, Session } from "./domain/session.ts";
import type { AttemptDecision, Attempts } from "./domain/throttle.ts";

/** A session to be started, with the hash of its first refresh token. */
export interface NewSession {
  readonly session: Session;
  readonly tokenHash: string;
}

/** An account whose password was checked just now. What is done with it counts only while that password stands. */
export type Checked = Pick<Account, "id" | "passwordHash">;

/** All accounts. Each method that changes something is one transaction, events included. */
export interface AccountStore {
  find(userId: string): Promise<Account | undefined>;
  findByEmail(email: string): Promise<Account | undefined>;
  /** Opens an account with its first session; false when the e-mail address is taken. */
  create(account: Account, start: NewSession, join: GuestJoin | undefined): Promise<boolean>;
  /** Starts a session, and ends those of the guest who joins; false when the password is another by now. */
  signIn(checked: Checked, start: NewSession, join: GuestJoin | undefined): Promise<boolean>;
  /** Replaces the password, ends every session and starts one; false when the password is another by now. */
  changePassword(checked: Checked, passwordHash: string, start: NewSession): Promise<boolean>;
  /** The same password under newer parameters; nothing when the password is another by now. */
  rehash(checked: Checked, passwordHash: string): Promise<void>;
  setGrants(userId: string, grants: readonly Grant[]): Promise<Account | undefined>;
  /** Deletes account, addresses and sessions, and tells everybody; false when the password is another by now. */
  erase(checked: Checked, now: Date): Promise<boolean>;
}

/** Sessions, found by the hash of a refresh token. */
export interface SessionStore {
  start(start: NewSession): Promise<void>;
  /** Decides what becomes of a token's session while nobody else can; undefined for an unknown token. */
  refresh(
    tokenHash: string,
    nextHash: string,
    now: Date,
    decide: (held: HeldToken) => RefreshDecision,
  ): Promise<RefreshDecision | undefined>;
  /** Ends the session of a token, if there is one. */
  end(tokenHash: string): Promise<void>;
  list(subject: string): Promise<Session[]>;
}

/** Address books. Everything is asked for by owner and id, so nobody reaches another's. */
export interface AddressStore {
  list(userId: string): Promise<SavedAddress[]>;
  /** Adds what `decide` makes of the book while nobody else can; undefined when the account is gone. */
  add(
    userId: string,
    decide: (book: readonly SavedAddress[]) => { readonly entry: SavedAddress; readonly added: boolean },
  ): Promise<SavedAddress | undefined>;
  replace(userId: string, addressId: string, address: PostalAddress): Promise<boolean>;
  remove(userId: string, addressId: string): Promise<boolean>;
}

/** What is remembered of attempts, by what they are made on; kept under a digest. */
export interface AttemptStore {
  /** Decides on an attempt while nobody else can, and remembers it when it is allowed. */
  take(key: string, decide: (before: Attempts | undefined) => AttemptDecision): Promise<AttemptDecision>;
  clear(key: string): Promise<void>;
}

/** Password hashes. */
export interface Passwords {
  /** @throws Refusal `too-many-attempts` when too many wait already */
  hash(password: string): Promise<string>;
  /** Without a stored hash the same work is done for nothing. `outdated` tells that the parameters have changed since. */
  verify(stored: string | undefined, password: string): Promise<{ matches: boolean; outdated: boolean }>;
}

/** Tokens: signed ones for the mesh, opaque ones for us. */
export interface Tokens {
  signAccess(claims: { session: Session; scopes: readonly Scope[] }): Promise<string>;
  newRefreshToken(): { token: string; hash: string };
  hashOf(refreshToken: string): string;
}

/** What other services keep about the caller. */
export interface Records {
  /** @throws Refusal `callee-unavailable`, `deadline-exceeded` */
  orders(): Promise<unknown[]>;
  /** @throws Refusal `callee-unavailable`, `deadline-exceeded` */
  shipments(): Promise<unknown[]>;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly addresses: AddressStore;
  readonly attempts: AttemptStore;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly records: Records;
  /** Public halves of all signing keys, as a JWK Set. */
  readonly publicKeys: () => object;
  readonly now: () => Date;
  readonly newId: (prefix: "usr" | "gst" | "ses" | "adr") => string;
  readonly accessSeconds: number;
  readonly refreshDays: number;
  readonly attemptsPerMinute: number;
}
