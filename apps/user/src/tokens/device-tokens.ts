import { createHmac, timingSafeEqual } from "node:crypto";
import type { Account } from "../domain/account.ts";

/**
 * Proof that a browser or program signed in to an account before: `<device>.<signature>`. It is signed with the account's
 * password hash, so nothing is stored, it is useless without the password, and it becomes invalid with the password and with
 * the account.
 *
 * @see https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export const deviceTokenOf = (account: Signer, device: string): string =>
  `${device}.${signatureOf(account, device)}`;

/** The device of a token, for this account; undefined for an invalid one. */
export const knownDevice = (account: Signer | undefined, token: string | undefined): string | undefined => {
  const [device, signature] = token?.split(".") ?? [];
  if (account === undefined || device === undefined || signature === undefined) return undefined;
  const [given, wanted] = [Buffer.from(signature), Buffer.from(signatureOf(account, device))];
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? device : undefined;
};

type Signer = Pick<Account, "id" | "passwordHash">;

const signatureOf = ({ id, passwordHash }: Signer, device: string): string =>
  createHmac("sha256", passwordHash).update(`device ${device} of ${id}`).digest("base64url");
