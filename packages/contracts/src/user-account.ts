import * as v from "valibot";
import { Password, SavedAddress, Session, TypedPassword, User } from "./account.ts";
import { PostalAddress } from "./address.ts";
import { AddressId, UserId } from "./id.ts";
import { defineRoute } from "./route.ts";
import { Timestamp } from "./time.ts";

const AddressParams = v.object({ addressId: AddressId });
const Done = v.object({});

/** The routes of an account for its owner and for staff. */
export const userAccountRoutes = {
  getMe: defineRoute({
    id: "getMe",
    method: "GET",
    path: "/v1/users/me",
    summary: "Shows the caller's account.",
    access: "account",
    callers: ["storefront"],
    success: { status: 200, body: User },
    refusals: ["account-erased"],
  }),
  changePassword: defineRoute({
    id: "changePassword",
    method: "POST",
    path: "/v1/users/me/password",
    summary: "Changes the password, ends every session and starts a new one.",
    access: "account",
    callers: ["storefront"],
    body: v.strictObject({ currentPassword: TypedPassword, newPassword: Password }),
    success: { status: 200, body: Session },
    refusals: ["credentials-wrong", "too-many-attempts", "account-erased"],
  }),
  listAddresses: defineRoute({
    id: "listAddresses",
    method: "GET",
    path: "/v1/users/me/addresses",
    summary: "Lists the caller's addresses, at most 20.",
    access: "account",
    callers: ["storefront"],
    success: { status: 200, body: v.object({ items: v.array(SavedAddress) }) },
    refusals: ["account-erased"],
  }),
  addAddress: defineRoute({
    id: "addAddress",
    method: "POST",
    path: "/v1/users/me/addresses",
    summary: "Adds an address; an equal one returns the same entry.",
    access: "account",
    callers: ["storefront"],
    body: PostalAddress,
    success: { status: 201, body: SavedAddress },
    refusals: ["address-book-full", "account-erased"],
  }),
  changeAddress: defineRoute({
    id: "changeAddress",
    method: "PUT",
    path: "/v1/users/me/addresses/:addressId",
    summary: "Replaces one of the caller's addresses.",
    access: "account",
    callers: ["storefront"],
    params: AddressParams,
    body: PostalAddress,
    success: { status: 200, body: SavedAddress },
    refusals: ["address-unknown", "account-erased"],
  }),
  removeAddress: defineRoute({
    id: "removeAddress",
    method: "DELETE",
    path: "/v1/users/me/addresses/:addressId",
    summary: "Removes one of the caller's addresses.",
    access: "account",
    callers: ["storefront"],
    params: AddressParams,
    success: { status: 200, body: Done },
    refusals: ["address-unknown", "account-erased"],
  }),
  exportMe: defineRoute({
    id: "exportMe",
    method: "GET",
    path: "/v1/users/me/export",
    summary: "All data of the shop about the caller, orders and shipments included (GDPR article 20).",
    access: "account",
    callers: ["storefront"],
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
    refusals: ["account-erased", "callee-unavailable"],
  }),
  eraseMe: defineRoute({
    id: "eraseMe",
    method: "POST",
    path: "/v1/users/me/erase",
    summary:
      "Erases name, e-mail address, addresses and sessions, here and in every service (GDPR article 17). Amounts stay: the books must balance.",
    access: "account",
    callers: ["storefront"],
    body: v.strictObject({ password: TypedPassword }),
    success: { status: 200, body: Done },
    refusals: ["credentials-wrong", "too-many-attempts", "account-erased"],
  }),
  setScopes: defineRoute({
    id: "setScopes",
    method: "PUT",
    path: "/v1/staff/users/:userId/scopes",
    summary: "Sets the scopes of an account; they apply from the next token on.",
    access: "staff",
    params: v.object({ userId: UserId }),
    body: v.strictObject({
      scopes: v.pipe(v.array(v.picklist(["staff", "release-manager"])), v.maxLength(2)),
    }),
    success: { status: 200, body: User },
    refusals: ["user-unknown"],
  }),
} as const;
