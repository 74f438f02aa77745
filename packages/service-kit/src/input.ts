import { type FieldError, fieldErrors, isSuccess, type RouteDefinition } from "@caravan/contracts";
import type { Context } from "hono";
import * as v from "valibot";
import { isUtf8Url, readJson, readRawText } from "./body.ts";
import {
  idempotencyKeyMalformed,
  idempotencyKeyMissing,
  idempotencyKeyPattern,
  inputInvalid,
} from "./refusals.ts";

/** The parts of a request, parsed by the route's contract. */
export interface ParsedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly rawBody: string | undefined;
  readonly idempotencyKey: string | undefined;
}

/** Parses a request by its contract. @throws Refusal that names every invalid field. */
export const parseInput = async (route: RouteDefinition, c: Context): Promise<ParsedInput> => {
  const errors: FieldError[] = [];
  if (!isUtf8Url(c.req.url)) errors.push({ field: "url", detail: "must be percent-encoded UTF-8" });
  const params = parsePart(route.params, () => c.req.param(), "path", errors);
  const query = parsePart(route.query, () => c.req.query(), "query", errors);
  // A signed body is read raw, and parsed only once its signature is verified.
  const rawBody = route.access === "callback" ? await readRawText(c) : undefined;
  const sent = route.body === undefined ? undefined : await readJson(c);
  const body = parseBody(route.body, sent, errors);
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
  errors.push(...fieldErrors(result.issues, part));
  return undefined;
};

/** An array is an object to JavaScript, so a schema whose fields are all optional would accept `[]`. */
const parseBody = (schema: v.GenericSchema | undefined, sent: unknown, errors: FieldError[]): unknown => {
  if (schema === undefined || !Array.isArray(sent) || schema.type === "array")
    return parsePart(schema, () => sent, "body", errors);
  errors.push({ field: "body", detail: "must be a JSON object, not an array" });
  return undefined;
};

const readIdempotencyKey = (c: Context): string => {
  const key = c.req.header("idempotency-key");
  if (key === undefined || key === "") throw idempotencyKeyMissing();
  if (!idempotencyKeyPattern.test(key)) throw idempotencyKeyMalformed();
  return key;
};

/** Checks a reply against its contract in tests and development; a reply that does not fit is a bug. */
export const checkReply = (route: RouteDefinition, body: unknown): void => {
  const result = v.safeParse(route.success.body, body);
  if (!result.success)
    throw new Error(`${route.id} gave a reply that does not fit its contract: ${v.summarize(result.issues)}`);
};

/** Checks the status of a reply that chose its own: callers take one that the contract does not name for a fault. */
export const checkStatus = (route: RouteDefinition, status: number): void => {
  if (!isSuccess(route, status))
    throw new Error(`${route.id} gave the status ${status}, which its contract does not name`);
};
