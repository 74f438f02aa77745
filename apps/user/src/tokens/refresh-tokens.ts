import { createHash, createHmac, randomBytes } from "node:crypto";

/** The stored digests of a refresh token. Random tokens need no salt and no slow hash: they cannot be guessed. */
export interface TokenHashes {
  readonly hash: string;
  /** Of the part that all tokens of a session share. */
  readonly familyHash: string;
}

/** A refresh token for its holder, and its stored digests. */
export interface RefreshToken extends TokenHashes {
  readonly token: string;
}

const partBytes = 32;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const familyOf = (token: string): string => token.split(".", 1)[0] ?? "";

/** Reads a token `<family>.<secret>`. Another text has digests that no session has. */
export const readRefreshToken = (token: string): RefreshToken => ({
  token,
  hash: sha256(token),
  familyHash: sha256(`family ${familyOf(token)}`),
});

/** The first token of a session. */
export const newRefreshToken = (): RefreshToken => readRefreshToken(`${randomPart()}.${randomPart()}`);

/** A salt for the next successor. */
export const newSuccessorSalt = (): string => randomPart();

/**
 * The successor of this token. Derived from the token and a stored salt, so that a repeated request gets the
 * same answer although no token is stored, and neither a copy of the database nor the token alone reveals the successor.
 */
export const successorOf = (token: string, salt: string): RefreshToken => {
  const secret = createHmac("sha256", token).update(`secret ${salt}`).digest("base64url");
  return readRefreshToken(`${familyOf(token)}.${secret}`);
};

const randomPart = (): string => randomBytes(partBytes).toString("base64url");
