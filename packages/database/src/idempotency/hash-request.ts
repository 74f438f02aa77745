import { createHash } from "node:crypto";

/** SHA-256 over the parts, base64url; the parts cannot run into each other. */
export const digest = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");

/**
 * The hash of a request for {@link idempotent}: equal for bodies that mean the same, whatever the order of their
 * members.
 *
 * @example hashRequest({ route: "placeOrder", params, body })
 */
export const hashRequest = (request: unknown): string =>
  digest(JSON.stringify(request, (_name, value: unknown) => sorted(value)) ?? "");

const sorted = (value: unknown): unknown =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
