import { createHmac, timingSafeEqual } from "node:crypto";
import { Refusal } from "@caravan/contracts";

/** The maximum difference of a signature's time from now: longer than clocks differ, and short against replays. */
const toleranceSeconds = 300;

const hmac = (secret: string, seconds: string, body: string): Buffer =>
  createHmac("sha256", secret).update(`${seconds}.${body}`).digest();

/**
 * Signs the body of a callback: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`, the scheme of Stripe's webhooks.
 *
 * @see https://docs.stripe.com/webhooks/signature
 */
export const signBody = (secret: string, body: string, now: Date): string => {
  const seconds = String(Math.floor(now.getTime() / 1000));
  return `t=${seconds},v1=${hmac(secret, seconds, body).toString("hex")}`;
};

/**
 * Reports whether the signature was made of this body with this secret within the last five minutes. While a secret is
 * replaced there may be several `v1`; one of them must match.
 */
export const isSigned = (
  secret: string,
  body: string,
  signature: string | null | undefined,
  now: Date,
): boolean => {
  const parts = (signature ?? "").split(",").map((part) => part.trim().split("=", 2));
  const seconds = parts.find(([name]) => name === "t")?.[1] ?? "";
  if (!/^[0-9]{1,12}$/.test(seconds)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(seconds)) > toleranceSeconds) return false;
  const wanted = hmac(secret, seconds, body);
  return parts.some(([name, value]) => {
    const given = Buffer.from(name === "v1" ? (value ?? "") : "", "hex");
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
};

/** A callback that {@link isSigned} does not believe. */
export const signatureInvalid = (): Refusal =>
  new Refusal({
    kind: "unauthenticated",
    code: "signature-invalid",
    detail:
      "The signature is missing, older than five minutes, or was not made of this body with our secret.",
  });

/** A callback that is signed, and not what was agreed on. */
export const callbackMalformed = (cause?: unknown): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "callback-malformed",
    detail: "The body is signed, but does not fit the contract of callbacks.",
    cause,
  });
