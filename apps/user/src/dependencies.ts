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

/** A presented refresh token. */
export type ShownToken = TokenHashes;

/** The salt of a token's successor, unless one was made with another salt before. */
export interface Renewal {
  readonly salt: string;
  readonly successorOf: (salt: string) => TokenHashes;
}

/** The outcome for the session of a presented token; `salt` is that of the successor. */
export type Refreshed =
  | { readonly decision: Extract<RefreshDecision, { kind: "renew" }>; readonly salt: string }
  | { readonly decision: Extract<RefreshDecision, { kind: "end" }> };

/** An account with a checked password. Changes apply only while that password is current. */
export type Checked = Pick<Account, "id" | "passwordHash">;

/** All accounts. Each change is one transaction, events included. */
export interface AccountStore {
  find(userId: string): Promise<Account | undefined>;
  findByEmail(email: string): Promise<Account | undefined>;
  /** Those of these accounts that there are. */
  known(userIds: readonly string[]): Promise<string[]>;
  /**
   * Creates an account with its first session, and returns that; undefined when the e-mail address is taken. A guest who joins is
   * recorded in the session and loses their own sessions. A guest joins at most one account.
   */
  create(account: Account, start: NewSession, join: GuestJoin | undefined): Promise<Session | undefined>;
  /** The same for an existing account; undefined when the password has changed meanwhile. */
  signIn(checked: Checked, start: NewSession, join: GuestJoin | undefined): Promise<Session | undefined>;
  /** Replaces the password, ends every session and starts one; false when the password has changed meanwhile. */
  changePassword(checked: Checked, passwordHash: string, start: NewSession): Promise<boolean>;
  /** The same password under newer parameters; no change when the password has changed meanwhile. */
  rehash(checked: Checked, passwordHash: string): Promise<void>;
  setGrants(userId: string, grants: readonly Grant[]): Promise<Account | undefined>;
  /**
   * Deletes account, addresses, sessions and counted attempts, and publishes the erasure with all guests that
   * joined the account; false when the password has changed meanwhile.
   */
  erase(checked: Checked & Pick<Account, "email">, now: Date): Promise<boolean>;
}

/** Sessions, found by the hash of a refresh token. */
export interface SessionStore {
  start(start: NewSession): Promise<void>;
  /** Decides a refresh while the token's session is locked; undefined for an unknown token. */
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

/** Address books. Every access is by owner and id, so that no account reaches another's entries. */
export interface AddressStore {
  list(userId: string): Promise<SavedAddress[]>;
  /** Adds the entry that `decide` returns while the book is locked; undefined when the account is gone. */
  add(
    userId: string,
    decide: (book: readonly SavedAddress[]) => { readonly entry: SavedAddress; readonly added: boolean },
  ): Promise<SavedAddress | undefined>;
  replace(userId: string, addressId: string, address: PostalAddress): Promise<boolean>;
  remove(userId: string, addressId: string): Promise<boolean>;
}

/** Counted attempts, stored under digests. */
export interface AttemptStore {
  /**
   * Counts one attempt under each of the keys, which it locks in their order; under none of them when one refuses. Returns
   * the first refusal or the last decision.
   */
  take(limits: readonly DecidedLimit[]): Promise<AttemptDecision>;
  /** Resets the count of a key. */
  clear(key: AttemptKey): Promise<void>;
  /** Revokes one attempt, and its lock. */
  giveBack(key: AttemptKey): Promise<void>;
}

/** A key, and the decision from its count. */
export interface DecidedLimit {
  readonly key: AttemptKey;
  readonly decide: (before: Attempts | undefined) => AttemptDecision;
}

/** Password hashing; `from` is the address class that causes the work. */
export interface Passwords {
  /** @throws Refusal `too-many-attempts` when too many wait already */
  hash(password: string, from: string | undefined): Promise<string>;
  /** Without a stored hash the same work is done without a match. `outdated` means that the parameters have changed since. */
  verify(
    stored: string | undefined,
    password: string,
    from: string | undefined,
  ): Promise<{ matches: boolean; outdated: boolean }>;
}

/** Tokens: signed ones for the mesh, opaque ones for this service. */
export interface Tokens {
  signAccess(claims: { session: Session; scopes: readonly Scope[] }): Promise<string>;
  newRefreshToken(): RefreshToken;
  readRefreshToken(token: string): RefreshToken;
  newSuccessorSalt(): string;
  successorOf(token: string, salt: string): RefreshToken;
}

/** The caller's records at other services. */
export interface Records {
  /** @throws Refusal `callee-unavailable`, `deadline-exceeded` */
  orders(): Promise<unknown[]>;
  /** @throws Refusal `callee-unavailable`, `deadline-exceeded` */
  shipments(): Promise<unknown[]>;
}

/** Limits of one network address. */
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
  /** Counts the outcome: `done`, or the refusal's code. */
  readonly countSignIn: (outcome: string) => void;
  /** Counts sessions that ended because a token was reused after its successor was used. */
  readonly countReuse: () => void;
  /** Counts attempts that this limit refused. */
  readonly countRefusedAttempt: (limit: AttemptLimit["name"]) => void;
}
