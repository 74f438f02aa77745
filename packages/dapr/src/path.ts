import { parameterUnsafe } from "./refusals.ts";

// daprd decodes the path, cleans it ("a%2Fb" becomes "a/b", ".." goes up) and puts the outcome undecoded into the callee's
// URL: only characters that mean nothing there may be in a parameter. Ids and SKUs fit.
const safeValue = /^[A-Za-z0-9._~-]+$/;
const parameter = /:([A-Za-z0-9]+)/g;

const entriesOf = (fields: unknown): [string, unknown][] =>
  typeof fields === "object" && fields !== null ? Object.entries(fields) : [];

/**
 * Puts parameters into a path.
 *
 * @throws Refusal `parameter-unsafe` when a value is missing or would lead to another path
 * @example
 * fillPath("/v1/orders/:orderId", { orderId: "ord_1" }) // "/v1/orders/ord_1"
 */
export const fillPath = (path: string, params: unknown): string => {
  if (!path.includes(":")) return path;
  const values = new Map(entriesOf(params));
  return path.replace(parameter, (_, name: string) => {
    const value = String(values.get(name) ?? "");
    if (!safeValue.test(value) || value === "." || value === "..") throw parameterUnsafe(name);
    return value;
  });
};

/** Writes a query with its question mark; fields without a value are left out, arrays repeat their name. */
export const writeQuery = (query: unknown): string => {
  const search = new URLSearchParams();
  for (const [name, value] of entriesOf(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one));
    }
  }
  return search.size === 0 ? "" : `?${search}`;
};
