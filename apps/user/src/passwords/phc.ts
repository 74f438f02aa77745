/** Cost of an Argon2id hash. */
export interface Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** A stored password: its cost, salt and digest. */
export interface StoredHash extends Argon2Cost {
  readonly salt: Buffer;
  readonly digest: Buffer;
}

const base64 = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");

/**
 * Formats a hash as the PHC string that every Argon2 library reads.
 *
 * @see https://github.com/P-H-C/phc-string-format
 */
export const toPhc = ({ memoryKib, passes, lanes, salt, digest }: StoredHash): string =>
  `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${base64(salt)}$${base64(digest)}`;

const pattern =
  /^\$argon2id\$v=19\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Parses a PHC string. @throws Error that does not contain it */
export const parsePhc = (text: string): StoredHash => {
  const [, memory, passes, lanes, salt, digest] = pattern.exec(text) ?? [];
  if (salt === undefined || digest === undefined)
    throw new Error("a stored password is not a PHC string of Argon2id");
  return {
    memoryKib: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, "base64"),
    digest: Buffer.from(digest, "base64"),
  };
};
