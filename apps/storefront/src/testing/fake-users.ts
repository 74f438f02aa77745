import { newId, Refusal, type SavedAddress, type Session, type User } from "@caravan/contracts";
import type { UserClient } from "../clients/user.ts";
import { accessTokenOf, type Behind } from "./behind.ts";

interface Account {
  readonly user: User;
  password: string;
  addresses: SavedAddress[];
}

const no = (kind: Refusal["kind"], code: string): Refusal => new Refusal({ kind, code, detail: code });

/** The user service in memory. */
export class FakeUsers {
  readonly accounts = new Map<string, Account>();
  /** The owner of a refresh token; a used one returns its successor again until that is used. */
  readonly refreshTokens = new Map<string, { readonly subject: string; next?: string }>();
  /** The number of next replies to a refresh that get lost. */
  lostReplies = 0;
  /** The proofs that came with sign-ins. */
  readonly devices: (string | undefined)[] = [];
  readonly joined: [guest: string, account: string][] = [];
  private serial = 0;
  private readonly behind: Behind;

  constructor(behind: Behind) {
    this.behind = behind;
  }

  session(subject: string, refreshToken = this.newToken(subject)): Session {
    this.serial += 1;
    return {
      subject,
      scopes: [subject.startsWith("usr_") ? "shopper" : "guest"],
      accessToken: accessTokenOf(subject, this.serial),
      expiresInSeconds: 600,
      refreshToken,
      refreshExpiresInSeconds: 86_400,
    };
  }

  private newToken(subject: string): string {
    const token = `refresh-token-number-${this.refreshTokens.size}`;
    this.refreshTokens.set(token, { subject });
    return token;
  }

  readonly client: UserClient = {
    createGuest: async () => {
      this.behind.enter("user", "createGuest");
      return this.session(newId("gst"));
    },
    signUp: async ({ body }) => {
      this.behind.enter("user", "signUp");
      if ([...this.accounts.values()].some(({ user }) => user.email === body.email))
        throw no("conflict", "email-taken");
      const id = newId("usr");
      const user: User = {
        id,
        email: body.email,
        name: body.name,
        scopes: ["shopper"],
        createdAt: "2026-11-01T08:00:00.000Z",
      };
      this.accounts.set(id, { user, password: body.password, addresses: [] });
      return this.enterAs(id);
    },
    signIn: async ({ body }) => {
      this.behind.enter("user", "signIn");
      this.devices.push(body.deviceToken);
      if (this.devices.at(-1)?.startsWith("unreadable")) throw no("invalid", "input-invalid");
      const found = [...this.accounts.values()].find(({ user }) => user.email === body.email);
      if (found?.password !== body.password) throw no("unauthenticated", "credentials-wrong");
      return this.enterAs(found.user.id);
    },
    refreshSession: async ({ body }) => {
      this.behind.enter("user", "refreshSession");
      const known = this.refreshTokens.get(body.refreshToken);
      const successor = this.refreshTokens.get(known?.next ?? "");
      if (known === undefined || successor?.next !== undefined) throw no("unauthenticated", "session-ended");
      known.next ??= this.newToken(known.subject);
      if (this.lostReplies > 0) {
        this.lostReplies -= 1;
        throw no("deadline", "deadline-exceeded");
      }
      return this.session(known.subject, known.next);
    },
    signOut: async ({ body }) => {
      this.behind.enter("user", "signOut");
      this.refreshTokens.delete(body.refreshToken);
      return {};
    },
    getMe: async () => this.mine("getMe").user,
    changePassword: async ({ body }) => {
      const account = this.mine("changePassword");
      if (account.password !== body.currentPassword) throw no("unauthenticated", "credentials-wrong");
      account.password = body.newPassword;
      return this.session(account.user.id);
    },
    listAddresses: async () => ({ items: this.mine("listAddresses").addresses }),
    addAddress: async ({ body }) => {
      const address = { id: newId("adr"), ...body };
      this.mine("addAddress").addresses.push(address);
      return address;
    },
    changeAddress: async ({ params, body }) => {
      const account = this.mine("changeAddress");
      const address = { id: params.addressId, ...body };
      if (!account.addresses.some(({ id }) => id === address.id)) throw no("not-found", "address-unknown");
      account.addresses = account.addresses.map((old) => (old.id === address.id ? address : old));
      return address;
    },
    removeAddress: async ({ params }) => {
      const account = this.mine("removeAddress");
      account.addresses = account.addresses.filter(({ id }) => id !== params.addressId);
      return {};
    },
    exportMe: async () => {
      const { user, addresses } = this.mine("exportMe");
      return { user, addresses, sessions: [], orders: [], shipments: [] };
    },
    eraseMe: async ({ body }) => {
      const account = this.mine("eraseMe");
      if (account.password !== body.password) throw no("unauthenticated", "credentials-wrong");
      this.accounts.delete(account.user.id);
      return {};
    },
  };

  private enterAs(account: string): Session {
    const guest = this.behind.subject();
    if (guest?.startsWith("gst_")) this.joined.push([guest, account]);
    return { ...this.session(account), deviceToken: `device of ${account}` };
  }

  private mine(call: string): Account {
    this.behind.enter("user", call);
    const account = this.accounts.get(this.behind.subject() ?? "");
    if (account === undefined) {
      const erased = this.behind.subject()?.startsWith("usr_");
      throw no("unauthenticated", erased ? "account-erased" : "sign-in-needed");
    }
    return account;
  }
}
