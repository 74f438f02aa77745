import type { PostalAddress, SavedAddress, Scope } from "@caravan/contracts";
import type { Account, Grant, GuestJoin } from "./domain/account.ts";
import type { HeldToken, RefreshDecision, Session } from "./domain/session.ts";
import type { AttemptDecision, AttemptKey, AttemptLimit, Attempts } from "./domain/throttle.ts";
import type { RefreshToken, TokenHashes } from "./tokens/refresh-tokens.ts";

/** A session to be started, with the digests of its first refresh token. */
export interface NewSession {
  readonly session: Session;
  readonly refreshToken: TokenHashes;
}

/** A refresh token that somebody shows. */
export type ShownToken = TokenHashes;

/** How a shown token's successor is made: with this salt, unless it was made with another one before. */
export interface Renewal {
  readonly salt: string;
  readonly successorOf: (salt: string) => TokenHashes;
}

/** What became of a session whose token was shown; `salt` is what the successor was made with. */
export type Refreshed =
  | { readonly decision: Extract<RefreshDecision, { kind: "renew" }>; readonly salt: string }
  | { readonly decision: Extract<RefreshDecision, { kind: "end" }> };

/** An account whose password was checked just now. What is done with it counts only while that password stands. */
export type Checked = Pick<Account, "id" | "passwordHash">;

/** All accounts. Each method that changes something is one transaction, events included. */
export interface AccountStore {
  find(userId: string): Promise<Account | undefined>;
  findByEmail(email: string): Promise<Account | undefined>;
  /**
   * Opens an account with its first session, and gives that; undefined when the e-mail address is taken. A guest who joins is
   * noted in the session and has none of their own any more. A guest joins one account at most.
   */
  create(account: Account, start: NewSession, join: GuestJoin | undefined): Promise<Session | undefined>;
  /** The same for an account that exists; undefined when the password is another by now. */
  signIn(checked: Checked, start: NewSession, join: GuestJoin | undefined): Promise<Session | undefined>;
  /** Replaces the password, ends every session and starts one; false when the password is another by now. */
  changePassword(checked: Checked, passwordHash: string, start: NewSession): Promise<boolean>;
  /** The same password under newer parameters; nothing when the password is another by now. */
  rehash(checked: Checked, passwordHash: string): Promise<void>;
  setGrants(userId: string, grants: readonly Grant[]): Promise<Account | undefined>;
  /**
   * Deletes account, addresses, sessions and counted attempts, and tells everybody who the account was, with all guests that
   * joined it; false when the password is another by now.
   */
  erase(checked: Checked & Pick<Account, "email">, now: Date): Promise<boolean>;
}

/** Sessions, found by the hash of a refresh token. */
export interface SessionStore {
  start(start: NewSession): Promise<void>;
  /** Decides what becomes of a token's session while nobody else can; undefined for an unknown token. */
  refresh(
    shown: ShownToken,
    renewal: Renewal,
    now: Date,
    decide: (held: HeldToken) => RefreshDecision,
  ): Promise<Refreshed | undefined>;
  /** Ends the session of a token, if there is one. */
  end(shown: ShownToken): Promise<void>;
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

/** What is remembered of attempts; kept under digests. */
export interface AttemptStore {
  /**
   * Counts one attempt under each of the keys while nobody else can, in their order; under none of them when one refuses. Gives
   * the first refusal or the last decision.
   */
  take(limits: readonly DecidedLimit[]): Promise<AttemptDecision>;
  /** Forgets what was counted under a key. */
  clear(key: AttemptKey): Promise<void>;
  /** Takes one attempt back, and a lock with it. */
  giveBack(key: AttemptKey): Promise<void>;
}

/** A key, and what to make of what was counted under it. */
export interface DecidedLimit {
  readonly key: AttemptKey;
  readonly decide: (before: Attempts | undefined) => AttemptDecision;
}

/** Password hashes; `from` is the network address that causes the work, in one class per customer of a provider. */
export interface Passwords {
  /** @throws Refusal `too-many-attempts` when too many wait already */
  hash(password: string, from: string | undefined): Promise<string>;
  /** Without a stored hash the same work is done for nothing. `outdated` tells that the parameters have changed since. */
  verify(
    stored: string | undefined,
    password: string,
    from: string | undefined,
  ): Promise<{ matches: boolean; outdated: boolean }>;
}

/** Tokens: signed ones for the mesh, opaque ones for us. */
export interface Tokens {
  signAccess(claims: { session: Session; scopes: readonly Scope[] }): Promise<string>;
  newRefreshToken(): RefreshToken;
  readRefreshToken(token: string): RefreshToken;
  newSuccessorSalt(): string;
  successorOf(token: string, salt: string): RefreshToken;
}

/** What other services keep about the caller. */
export interface Records {
  /** @throws Refusal `callee-unavailable`, `deadline-exceeded` */
  orders(): Promise<unknown[]>;
  /** @throws Refusal `callee-unavailable`, `deadline-exceeded` */
  shipments(): Promise<unknown[]>;
}

/** What one network address may do. */
export interface Limits {
  readonly guestsPerHour: number;
  readonly signInsPerMinute: number;
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
  readonly newId: (prefix: "usr" | "gst" | "ses" | "adr" | "dev") => string;
  readonly accessSeconds: number;
  readonly refreshDays: number;
  readonly limits: Limits;
  /** Counts what came of it: `done`, or the refusal's code. */
  readonly countSignIn: (outcome: string) => void;
  /** Counts sessions that ended because a token was shown after its successor was used. */
  readonly countReuse: () => void;
  /** Counts attempts that this limit refused. */
  readonly countRefusedAttempt: (limit: AttemptLimit["name"]) => void;
}
