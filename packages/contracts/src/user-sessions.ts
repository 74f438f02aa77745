import * as v from "valibot";
import { Password, PersonName, RefreshToken, Session, TypedPassword } from "./account.ts";
import { Email } from "./email.ts";
import { defineRoute } from "./route.ts";
import { OpaqueText } from "./text.ts";

/** The routes that start, renew and end a session. */
export const userSessionRoutes = {
  createGuest: defineRoute({
    id: "createGuest",
    method: "POST",
    path: "/v1/guests",
    summary: "Starts a session for a guest.",
    access: "public",
    callers: ["storefront"],
    success: { status: 201, body: Session },
    refusals: ["too-many-attempts"],
  }),
  signUp: defineRoute({
    id: "signUp",
    method: "POST",
    path: "/v1/users",
    summary:
      "Creates an account and signs in. A guest's token in the request moves the guest's orders to it.",
    access: "public",
    callers: ["storefront"],
    body: v.strictObject({ email: Email, password: Password, name: PersonName }),
    success: { status: 201, body: Session },
    refusals: ["email-taken", "too-many-attempts"],
  }),
  signIn: defineRoute({
    id: "signIn",
    method: "POST",
    path: "/v1/sessions",
    summary: "Signs in. A guest's token in the request moves the guest's orders to the account.",
    access: "public",
    callers: ["storefront"],
    body: v.strictObject({ email: Email, password: TypedPassword, deviceToken: v.optional(OpaqueText(200)) }),
    success: { status: 201, body: Session },
    refusals: ["credentials-wrong", "too-many-attempts"],
  }),
  refreshSession: defineRoute({
    id: "refreshSession",
    method: "POST",
    path: "/v1/sessions/refresh",
    summary:
      "Returns the next access and refresh token of a session; a repetition returns the same refresh token. One whose successor was used ends the session.",
    access: "public",
    callers: ["storefront"],
    body: v.strictObject({ refreshToken: RefreshToken }),
    success: { status: 200, body: Session },
    refusals: ["session-ended"],
  }),
  signOut: defineRoute({
    id: "signOut",
    method: "POST",
    path: "/v1/sessions/end",
    summary: "Ends a session; one that has ended already is not an error.",
    access: "public",
    callers: ["storefront"],
    body: v.strictObject({ refreshToken: RefreshToken }),
    success: { status: 200, body: v.object({}) },
    refusals: [],
  }),
} as const;
