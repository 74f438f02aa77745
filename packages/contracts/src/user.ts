import * as v from "valibot";
import { KnownAddress, PostalAddress } from "./address.ts";
import { defineEvent } from "./event.ts";
import { AddressId, GuestId, ShopperId, UserId } from "./id.ts";
import { defineRoute } from "./route.ts";
import { OpaqueText, Text, wellFormed } from "./text.ts";
import { Timestamp } from "./time.ts";

/** What somebody may do, as the token's `scope` claim says it. A guest has `guest`, an account `shopper` and perhaps more. */
export const Scope = v.picklist(["guest", "shopper", "staff", "release-manager"]);
export type Scope = v.InferOutput<typeof Scope>;

/** An e-mail address, in lower case. */
export const Email = v.pipe(
  v.string(),
  wellFormed,
  v.trim(),
  v.toLowerCase(),
  v.maxLength(254),
  v.email("must be an e-mail address such as ada@example.com"),
);

/** A new password: length is what counts (NIST SP 800-63B section 3.1.1). */
export const Password = v.pipe(
  v.string(),
  wellFormed,
  v.minLength(10, "must be at least 10 characters"),
  v.maxLength(200, "must be at most 200 characters"),
);

/** What somebody typed as their password: whatever it is, it is only compared. */
const TypedPassword = OpaqueText(200);

const PersonName = Text(100);

/** An account as its owner sees it. */
export const User = v.object({
  id: UserId,
  email: v.string(),
  name: v.string(),
  scopes: v.array(Scope),
  createdAt: Timestamp,
});
export type User = v.InferOutput<typeof User>;

/** A signed-in browser or program. The access token is a JWT (RFC 9068) that the mesh verifies; the refresh token is opaque. */
export const Session = v.object({
  subject: ShopperId,
  scopes: v.array(Scope),
  accessToken: v.string(),
  expiresInSeconds: v.pipe(v.number(), v.integer()),
  /** Good for one refresh; the reply brings the next one. */
  refreshToken: v.string(),
  refreshExpiresInSeconds: v.pipe(v.number(), v.integer()),
});
export type Session = v.InferOutput<typeof Session>;

/** An entry of the address book. */
export const SavedAddress = v.object({ id: AddressId, ...KnownAddress.entries });
export type SavedAddress = v.InferOutput<typeof SavedAddress>;

const RefreshToken = OpaqueText(200, 20);
const AddressParams = v.object({ addressId: AddressId });
const Done = v.object({});

export const userRoutes = {
  createGuest: defineRoute({
    id: "createGuest",
    method: "POST",
    path: "/v1/guests",
    summary: "Starts a session for somebody without an account.",
    access: "public",
    success: { status: 201, body: Session },
    refusals: ["too-many-attempts"],
  }),
  signUp: defineRoute({
    id: "signUp",
    method: "POST",
    path: "/v1/users",
    summary: "Opens an account and signs in. A guest's token in the request makes their orders join it.",
    access: "public",
    body: v.strictObject({ email: Email, password: Password, name: PersonName }),
    success: { status: 201, body: Session },
    refusals: ["email-taken", "too-many-attempts"],
  }),
  signIn: defineRoute({
    id: "signIn",
    method: "POST",
    path: "/v1/sessions",
    summary: "Signs in. A guest's token in the request makes their orders join the account.",
    access: "public",
    body: v.strictObject({ email: Email, password: TypedPassword }),
    success: { status: 201, body: Session },
    refusals: ["credentials-wrong", "too-many-attempts"],
  }),
  refreshSession: defineRoute({
    id: "refreshSession",
    method: "POST",
    path: "/v1/sessions/refresh",
    summary:
      "Gives the next access and refresh token of a session. A token that was used before ends the session.",
    access: "public",
    body: v.strictObject({ refreshToken: RefreshToken }),
    success: { status: 200, body: Session },
    refusals: ["session-ended"],
  }),
  signOut: defineRoute({
    id: "signOut",
    method: "POST",
    path: "/v1/sessions/end",
    summary: "Ends a session; one that has ended already is no error.",
    access: "public",
    body: v.strictObject({ refreshToken: RefreshToken }),
    success: { status: 200, body: Done },
    refusals: [],
  }),
  getMe: defineRoute({
    id: "getMe",
    method: "GET",
    path: "/v1/users/me",
    summary: "Shows one's own account.",
    access: "account",
    success: { status: 200, body: User },
    refusals: ["user-unknown"],
  }),
  changePassword: defineRoute({
    id: "changePassword",
    method: "POST",
    path: "/v1/users/me/password",
    summary: "Changes the password, ends every session and starts a new one.",
    access: "account",
    body: v.strictObject({ currentPassword: TypedPassword, newPassword: Password }),
    success: { status: 200, body: Session },
    refusals: ["credentials-wrong", "too-many-attempts"],
  }),
  listAddresses: defineRoute({
    id: "listAddresses",
    method: "GET",
    path: "/v1/users/me/addresses",
    summary: "Lists one's own addresses, at most 20.",
    access: "account",
    success: { status: 200, body: v.object({ items: v.array(SavedAddress) }) },
    refusals: [],
  }),
  addAddress: defineRoute({
    id: "addAddress",
    method: "POST",
    path: "/v1/users/me/addresses",
    summary: "Keeps an address; the same address again is the same entry.",
    access: "account",
    body: PostalAddress,
    success: { status: 201, body: SavedAddress },
    refusals: ["address-book-full", "user-unknown"],
  }),
  changeAddress: defineRoute({
    id: "changeAddress",
    method: "PUT",
    path: "/v1/users/me/addresses/:addressId",
    summary: "Replaces one of one's own addresses.",
    access: "account",
    params: AddressParams,
    body: PostalAddress,
    success: { status: 200, body: SavedAddress },
    refusals: ["address-unknown"],
  }),
  removeAddress: defineRoute({
    id: "removeAddress",
    method: "DELETE",
    path: "/v1/users/me/addresses/:addressId",
    summary: "Forgets one of one's own addresses.",
    access: "account",
    params: AddressParams,
    success: { status: 200, body: Done },
    refusals: ["address-unknown"],
  }),
  exportMe: defineRoute({
    id: "exportMe",
    method: "GET",
    path: "/v1/users/me/export",
    summary: "Everything the shop keeps about oneself, orders and shipments included (GDPR article 20).",
    access: "account",
    success: {
      status: 200,
      body: v.object({
        user: User,
        addresses: v.array(SavedAddress),
        sessions: v.array(v.object({ startedAt: Timestamp, lastUsedAt: Timestamp })),
        orders: v.array(v.unknown()),
        shipments: v.array(v.unknown()),
      }),
    },
    refusals: ["user-unknown", "callee-unavailable"],
  }),
  eraseMe: defineRoute({
    id: "eraseMe",
    method: "POST",
    path: "/v1/users/me/erase",
    summary:
      "Erases name, e-mail address, addresses and sessions, here and in every service (GDPR article 17). Amounts stay: the books must balance.",
    access: "account",
    body: v.strictObject({ password: TypedPassword }),
    success: { status: 200, body: Done },
    refusals: ["credentials-wrong", "too-many-attempts"],
  }),
  setScopes: defineRoute({
    id: "setScopes",
    method: "PUT",
    path: "/v1/staff/users/:userId/scopes",
    summary: "Says what an account may do; it counts from the next token on.",
    access: "staff",
    params: v.object({ userId: UserId }),
    body: v.strictObject({
      scopes: v.pipe(v.array(v.picklist(["staff", "release-manager"])), v.maxLength(2)),
    }),
    success: { status: 200, body: User },
    refusals: ["user-unknown"],
  }),
} as const;

/** A guest signed in: what was the guest's is the account's from now on. */
export const guestJoined = defineEvent({
  topic: "guest.joined.v1",
  summary: "A guest signed in: what was the guest's is the account's from now on.",
  data: v.object({ guestId: GuestId, userId: UserId, at: Timestamp }),
});

/** Somebody had their data erased: forget who and where they are. */
export const userErased = defineEvent({
  topic: "user.erased.v1",
  summary: "Somebody had their data erased: forget who and where they are.",
  data: v.object({ userId: UserId, at: Timestamp }),
});
