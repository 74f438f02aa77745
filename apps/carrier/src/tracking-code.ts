import { randomBytes } from "node:crypto";

/** Crockford's base 32: no letter that looks like another or like a digit. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Makes a tracking code such as CV7Q0ZK3M9XA: 50 random bits, so that codes cannot be guessed. */
export const newTrackingCode = (): string =>
  `CV${[...randomBytes(10)].map((byte) => alphabet[byte % alphabet.length]).join("")}`;
