import { createHash, timingSafeEqual } from "node:crypto";
import { type Access, Scope, ShopperId } from "@caravan/contracts";
import type { Context } from "hono";
import * as v from "valibot";
import { accountNeeded, apiKeyUnknown, scopeMissing, signInNeeded } from "./refusals.ts";

/**
 * Headers in which the pod's Envoy passes on what a verified token says (`mesh/istio/request-authentication.yaml`). Envoy
 * removes whatever a caller sends under these names, so an app may believe them.
 */
export const subjectHeader = "x-caravan-subject";
/** The token's `scope` claim: words between spaces (RFC 8693 section 4.2). */
export const scopeHeader = "x-caravan-scope";

/** The cookie in which browsers carry the access token; the mesh verifies it like the Authorization header. */
export const accessCookieName = "caravan-access";

/** Whoever a verified token was made for. */
export interface Caller {
  /** The id of a guest or an account. */
  readonly subject: string;
  readonly scopes: readonly Scope[];
}

/** Who asks, as the mesh verified it; undefined without a token. */
export const readCaller = (headers: Headers): Caller | undefined => {
  const subject = headers.get(subjectHeader);
  if (!v.is(ShopperId, subject)) return undefined;
  const words = (headers.get(scopeHeader) ?? "").split(" ");
  return { subject, scopes: words.filter((word) => v.is(Scope, word)) };
};

/**
 * Holds a request to its route's access, and tells who asks.
 *
 * @throws Refusal `sign-in-needed` (401), `account-needed`, `scope-missing` (403), `api-key-unknown` (401)
 */
export const admit = (access: Access, c: Context, apiKey: string | undefined): Caller | undefined => {
  if (access === "api-key") return admitKey(c, apiKey);
  const caller = readCaller(c.req.raw.headers);
  if (access === "public" || access === "service" || access === "callback") return caller;
  if (caller === undefined) throw signInNeeded();
  if (access === "account" && !caller.subject.startsWith("usr_")) throw accountNeeded();
  if ((access === "staff" || access === "release-manager") && !caller.scopes.includes(access))
    throw scopeMissing(access);
  return caller;
};

const admitKey = (c: Context, apiKey: string | undefined): undefined => {
  if (apiKey === undefined) throw new Error("a route for holders of a key needs the router's apiKey");
  const sent = c.req.header("authorization")?.replace(/^Bearer /i, "") ?? "";
  if (!timingSafeEqual(digest(sent), digest(apiKey))) throw apiKeyUnknown();
  return undefined;
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** The access token as it goes on to other services: the caller's own Authorization header, or the cookie's token. */
export const forwardedToken = (headers: Headers): string | undefined => {
  const authorization = headers.get("authorization");
  if (authorization !== null) return /^Bearer /i.test(authorization) ? authorization : undefined;
  const cookie = headers
    .get("cookie")
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${accessCookieName}=`));
  return cookie === undefined ? undefined : `Bearer ${cookie.slice(accessCookieName.length + 1)}`;
};
