import { createHmac, timingSafeEqual } from "node:crypto";
import * as v from "valibot";

/** What the page of a sale hands to one session. */
const Claims = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ sale: v.string(), session: v.string(), issuedAt: v.pipe(v.number(), v.integer()) }),
);

/** What became of a token. `from`: it was issued after the opening and counts from then on. */
export type TokenCheck =
  | { kind: "valid" }
  | { kind: "not-yet"; from: Date }
  | { kind: "refused"; reason: "malformed" | "forged" | "other-sale" | "other-session" };

const sign = (body: string, key: string): Buffer => createHmac("sha256", key).update(body).digest();

/** Makes the token of a page. It is also the challenge of the proof of work, so an answer is of use to this session only. */
export const issuePageToken = (key: string, sale: string, session: string, now: Date): string => {
  const body = Buffer.from(JSON.stringify({ sale, session, issuedAt: now.getTime() })).toString("base64url");
  return `${body}.${sign(body, key).toString("base64url")}`;
};

/** What a token is held against. */
export interface TokenTerms {
  /** The current key first, then the one before it. */
  keys: readonly string[];
  sale: string;
  session: string;
  opensAt: Date;
  now: Date;
  /** How long one must have had the page open when it was opened after the opening. */
  lateMilliseconds: number;
}

/** Checks a token of any origin: signature first, then what it says. */
export const checkPageToken = (token: string, terms: TokenTerms): TokenCheck => {
  const [body = "", signature = "", more] = token.length > 1024 ? [] : token.split(".");
  if (!body || !signature || more !== undefined) return { kind: "refused", reason: "malformed" };
  const given = Buffer.from(signature, "base64url");
  const signed = terms.keys.some((key) => {
    const own = sign(body, key);
    return own.length === given.length && timingSafeEqual(own, given);
  });
  if (!signed) return { kind: "refused", reason: "forged" };
  const claims = v.safeParse(Claims, Buffer.from(body, "base64url").toString("utf8"));
  if (!claims.success) return { kind: "refused", reason: "malformed" };
  if (claims.output.sale !== terms.sale) return { kind: "refused", reason: "other-sale" };
  if (claims.output.session !== terms.session) return { kind: "refused", reason: "other-session" };
  if (claims.output.issuedAt < terms.opensAt.getTime()) return { kind: "valid" };
  const from = new Date(claims.output.issuedAt + terms.lateMilliseconds);
  return from <= terms.now ? { kind: "valid" } : { kind: "not-yet", from };
};
