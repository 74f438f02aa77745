import { cohortOf, newId, tokenAudience, tokenIssuer } from "@caravan/contracts";
import { SignJWT } from "jose";
import type { Tokens } from "../dependencies.ts";
import { newRefreshToken, newSuccessorSalt, readRefreshToken, successorOf } from "./refresh-tokens.ts";
import type { SigningKeys } from "./signing-keys.ts";

export interface TokenOptions {
  readonly keys: Pick<SigningKeys, "current">;
  readonly now: () => Date;
  readonly accessSeconds: number;
}

/** Access tokens are signed here and verified by the mesh only: no code of this service reads one. */
export const openTokens = ({ keys, now, accessSeconds }: TokenOptions): Tokens => ({
  signAccess({ session, scopes }) {
    const { kid, privateKey } = keys.current();
    const issuedAt = Math.floor(now().getTime() / 1000);
    const formerly = session.formerly === null ? {} : { formerly: session.formerly };
    const bucket = cohortOf(session.subject);
    return new SignJWT({ scope: scopes.join(" "), sid: session.id, bucket, ...formerly })
      .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid })
      .setIssuer(tokenIssuer)
      .setAudience(tokenAudience)
      .setSubject(session.subject)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + accessSeconds)
      .setJti(newId("tok"))
      .sign(privateKey);
  },
  newRefreshToken,
  readRefreshToken,
  newSuccessorSalt,
  successorOf,
});
