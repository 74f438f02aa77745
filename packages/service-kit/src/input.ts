import type { FieldError, RouteDefinition } from "@caravan/contracts";
import type { Context } from "hono";
import * as v from "valibot";
import {
  bodyNotJson,
  bodyTooLarge,
  idempotencyKeyMissing,
  inputInvalid,
  mediaTypeUnsupported,
} from "./refusals.ts";

/** Larger bodies are refused: no contract needs more. */
export const maximumBodyBytes = 64 * 1024;

/** The parts of a request, parsed by the route's contract. */
export interface ParsedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly rawBody: string | undefined;
  readonly idempotencyKey: string | undefined;
}

/** Parses a request by its contract. @throws Refusal that names every field that is wrong. */
export const parseInput = async (route: RouteDefinition, c: Context): Promise<ParsedInput> => {
  const errors: FieldError[] = [];
  const params = parsePart(route.params, () => c.req.param(), "path", errors);
  const query = parsePart(route.query, () => c.req.query(), "query", errors);
  // What is signed is read as it was sent, and parsed only once the signature is known to be right.
  const rawBody = route.access === "callback" ? await readLimited(c) : undefined;
  const sent = route.body === undefined ? undefined : await readJson(c);
  const body = parsePart(route.body, () => sent, "body", errors);
  if (errors.length > 0) throw inputInvalid(errors);
  return {
    params,
    query,
    body,
    rawBody,
    idempotencyKey: route.idempotent ? readIdempotencyKey(c) : undefined,
  };
};

const parsePart = (
  schema: v.GenericSchema | undefined,
  read: () => unknown,
  part: string,
  errors: FieldError[],
): unknown => {
  if (schema === undefined) return undefined;
  const result = v.safeParse(schema, read());
  if (result.success) return result.output;
  for (const issue of result.issues) {
    const path = v.getDotPath(issue);
    errors.push({ field: path === null ? part : `${part}.${path}`, detail: issue.message });
  }
  return undefined;
};

const readJson = async (c: Context): Promise<unknown> => {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/(.+\+)?json\s*(;|$)/i.test(type)) throw mediaTypeUnsupported();
  const text = await readLimited(c);
  try {
    return JSON.parse(text);
  } catch {
    throw bodyNotJson();
  }
};

/** Reads the body without ever holding more than the limit, whatever the sender claims its length to be. */
const readLimited = async (c: Context): Promise<string> => {
  const declared = Number(c.req.header("content-length") ?? Number.NaN);
  if (declared > maximumBodyBytes) throw bodyTooLarge(maximumBodyBytes);
  if (!Number.isNaN(declared)) return c.req.text(); // Node's parser holds the sender to the declared length
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength;
    if (size > maximumBodyBytes) throw bodyTooLarge(maximumBodyBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const readIdempotencyKey = (c: Context): string => {
  const key = c.req.header("idempotency-key");
  if (key === undefined || !/^[\x21-\x7e]{1,100}$/.test(key)) throw idempotencyKeyMissing();
  return key;
};

/** Checks a reply against its contract in tests and development; a reply that does not fit is our own fault. */
export const checkReply = (route: RouteDefinition, body: unknown): void => {
  const result = v.safeParse(route.success.body, body);
  if (!result.success)
    throw new Error(`${route.id} gave a reply that does not fit its contract: ${v.summarize(result.issues)}`);
};
