import { createHash, createHmac, randomBytes } from "node:crypto";

/** What is kept of a refresh token: digests. Random tokens need no salt and no slow hash: there is nothing to guess. */
export interface TokenHashes {
  readonly hash: string;
  /** Of the part that all tokens of a session have in common; absent in tokens of releases that knew none. */
  readonly familyHash: string | undefined;
}

/** A refresh token as its holder gets it, and what is kept of it. */
export interface RefreshToken extends TokenHashes {
  readonly token: string;
}

const partBytes = 32;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Reads a token of whatever release: `<family>.<secret>`, or a secret alone. */
export const readRefreshToken = (token: string): RefreshToken => {
  const [family, secret] = token.split(".");
  return {
    token,
    hash: sha256(token),
    familyHash: secret === undefined || family === undefined ? undefined : sha256(`family ${family}`),
  };
};

/** The first token of a session. */
export const newRefreshToken = (): RefreshToken => readRefreshToken(`${randomPart()}.${randomPart()}`);

/** What the next successor is made with. */
export const newSuccessorSalt = (): string => randomPart();

/**
 * The token that is given for this one. Made of the token and of what the database keeps, so that a repeated request gets the
 * same answer although no token is stored, and neither a copy of the database nor the token alone tells the successor.
 */
export const successorOf = (token: string, salt: string): RefreshToken => {
  const part = (name: string) => createHmac("sha256", token).update(`${name} ${salt}`).digest("base64url");
  const [family, secret] = token.split(".");
  return readRefreshToken(`${secret === undefined ? part("family") : family}.${part("secret")}`);
};

const randomPart = (): string => randomBytes(partBytes).toString("base64url");
