import { createHash, createHmac, randomBytes } from "node:crypto";

/** The stored digests of a refresh token. Random tokens need no salt and no slow hash: they cannot be guessed. */
export interface TokenHashes {
  readonly hash: string;
  /** Of the part that all tokens of a session share; absent in tokens of older releases. */
  readonly familyHash: string | undefined;
}

/** A refresh token for its holder, and its stored digests. */
export interface RefreshToken extends TokenHashes {
  readonly token: string;
}

const partBytes = 32;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Parses a token of any release: `<family>.<secret>`, or a secret alone. */
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

/** A salt for the next successor. */
export const newSuccessorSalt = (): string => randomPart();

/**
 * The successor of this token. Derived from the token and a stored salt, so that a repeated request gets the
 * same answer although no token is stored, and neither a copy of the database nor the token alone reveals the successor.
 */
export const successorOf = (token: string, salt: string): RefreshToken => {
  const part = (name: string) => createHmac("sha256", token).update(`${name} ${salt}`).digest("base64url");
  const [family, secret] = token.split(".");
  return readRefreshToken(`${secret === undefined ? part("family") : family}.${part("secret")}`);
};

const randomPart = (): string => randomBytes(partBytes).toString("base64url");
