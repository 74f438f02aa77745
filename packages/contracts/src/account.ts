import * as v from "valibot";
import { KnownAddress } from "./address.ts";
import { AddressId, ShopperId, UserId } from "./id.ts";
import { OpaqueText, Text, wellFormed } from "./text.ts";
import { Timestamp } from "./time.ts";

/** The scopes of a token's `scope` claim. A guest has `guest`, an account `shopper` and perhaps more. */
export const Scope = v.picklist(["guest", "shopper", "staff", "release-manager"]);
export type Scope = v.InferOutput<typeof Scope>;

/** A new password: length is what counts (NIST SP 800-63B section 3.1.1). */
export const Password = v.pipe(
  v.string(),
  wellFormed,
  v.minLength(10, "must be at least 10 characters"),
  v.maxLength(200, "must be at most 200 characters"),
);

/** A typed password: any text, since it is only compared. */
export const TypedPassword = OpaqueText(200);

export const PersonName = Text(100);

/** An account in replies to its owner. */
export const User = v.object({
  id: UserId,
  email: v.string(),
  name: v.string(),
  scopes: v.array(Scope),
  createdAt: Timestamp,
});
export type User = v.InferOutput<typeof User>;

/** A session. The access token is a JWT (RFC 9068) that the mesh verifies; the refresh token is opaque. */
export const Session = v.object({
  subject: ShopperId,
  scopes: v.array(Scope),
  accessToken: v.string(),
  expiresInSeconds: v.pipe(v.number(), v.integer()),
  /** Valid for one refresh; the reply brings the next one. It may be sent again until that one is used: a reply may be lost. */
  refreshToken: v.string(),
  refreshExpiresInSeconds: v.pipe(v.number(), v.integer()),
  /**
   * Proof that this device signed in to the account; returned by each successful sign-in. A sign-in with it is not
   * locked by attempts from elsewhere.
   */
  deviceToken: v.optional(v.string()),
});
export type Session = v.InferOutput<typeof Session>;

/** An entry of the address book. */
export const SavedAddress = v.object({ id: AddressId, ...KnownAddress.entries });
export type SavedAddress = v.InferOutput<typeof SavedAddress>;

export const RefreshToken = OpaqueText(200, 20);
