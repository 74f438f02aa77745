import { createHash, timingSafeEqual } from "node:crypto";
import {
  type Access,
  accessCookieName,
  claimHeaders,
  GuestId,
  isAccountId,
  Scope,
  ShopperId,
} from "@caravan/contracts";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import * as v from "valibot";
import { accountNeeded, apiKeyUnknown, scopeMissing, signInNeeded } from "./refusals.ts";

/** The headers with the claims of a verified token: only Envoy sets them, so an app may trust them. */
export const { sub: subjectHeader, scope: scopeHeader, formerly: formerlyHeader } = claimHeaders;

/** The holder of a verified token. */
export interface Caller {
  /** The id of a guest or an account. */
  readonly subject: string;
  readonly scopes: readonly Scope[];
  /**
   * The guest who joined the account when this session began. The guest's things belong to the caller, even before the event
   * `guest.joined` has reached every service.
   */
  readonly formerly?: string;
}

/** The caller that the mesh verified; undefined without a token. */
export const readCaller = (headers: Headers): Caller | undefined => {
  const subject = oneClaim(headers, subjectHeader);
  if (!v.is(ShopperId, subject)) return undefined;
  const scopes = (oneClaim(headers, scopeHeader) ?? "").split(" ").filter((word) => v.is(Scope, word));
  const formerly = oneClaim(headers, formerlyHeader);
  return isAccountId(subject) && v.is(GuestId, formerly)
    ? { subject, scopes, formerly }
    : { subject, scopes };
};

/**
 * Envoy appends the claims of each valid token it finds, so the same token in header and cookie gives "A, A". Tokens with
 * different claims give no caller, since it is ambiguous which of them counts.
 */
const oneClaim = (headers: Headers, name: string): string | undefined => {
  const [first, ...others] = headers.get(name)?.split(",") ?? [];
  const claim = first?.trim();
  return others.every((other) => other.trim() === claim) ? claim : undefined;
};

/**
 * Enforces a route's access, and returns the caller.
 *
 * @throws Refusal `sign-in-needed` (401), `account-needed`, `scope-missing` (403), `api-key-unknown` (401)
 */
export const admit = (access: Access, c: Context, apiKey: string | undefined): Caller | undefined => {
  if (access === "api-key") return admitKey(c, apiKey);
  const caller = readCaller(c.req.raw.headers);
  if (access === "public" || access === "service" || access === "callback") return caller;
  if (caller === undefined) throw signInNeeded();
  if (access === "account" && !isAccountId(caller.subject)) throw accountNeeded();
  const scopes = scopesOf[access];
  if (scopes && !scopes.some((scope) => caller.scopes.includes(scope))) throw scopeMissing(scopes);
  return caller;
};

/** The scopes of which a caller of such a route needs one; for the people who run the shop. */
const scopesOf: Partial<Record<Access, readonly Scope[]>> = {
  staff: ["staff"],
  "release-manager": ["release-manager"],
  "release-viewer": ["staff", "release-manager"],
};

/** Whether a route is for people who run the shop. */
export const isForStaff = (access: Access): boolean => scopesOf[access] !== undefined;

const admitKey = (c: Context, apiKey: string | undefined): undefined => {
  if (apiKey === undefined) throw new Error("a route for holders of a key needs the router's apiKey");
  if (!timingSafeEqual(digest(bearerToken(c) ?? ""), digest(apiKey))) throw apiKeyUnknown();
  return undefined;
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** The bearer token of the Authorization header. Schemes are case-insensitive (RFC 9110 section 11.1). */
const bearerToken = (c: Context): string | undefined =>
  /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(c.req.header("authorization") ?? "")?.[1];

/**
 * The access token for calls to other services: that of {@link readCaller}. It comes from the Authorization
 * header, unless that has another scheme (basic authentication before a preview), else from the browser's cookie. A token that the
 * mesh did not verify is not passed on.
 */
export const forwardedToken = (c: Context): string | undefined => {
  if (readCaller(c.req.raw.headers) === undefined) return undefined;
  const token = bearerToken(c) ?? getCookie(c, accessCookieName);
  return token === undefined ? undefined : `Bearer ${token}`;
};
