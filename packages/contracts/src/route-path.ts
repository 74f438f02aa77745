import { Refusal } from "./refusal.ts";
import type { RouteDefinition } from "./route.ts";

// daprd decodes the path, cleans it ("a%2Fb" becomes "a/b", ".." goes up) and puts the outcome undecoded into the callee's
// URL: only characters that mean nothing there may be in a parameter. Ids and SKUs fit.
const safeValue = /^[A-Za-z0-9._~-]+$/;
const parameter = /:([A-Za-z0-9]+)/g;

/** A path parameter would become another path on its way, because daprd decodes and cleans paths. */
const parameterUnsafe = (name: string): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "parameter-unsafe",
    detail: `The value of ${name} holds characters that are not allowed in a path.`,
    errors: [
      { field: name, detail: "must be of letters, digits, '.', '_', '~' or '-', and not '.' or '..' alone" },
    ],
  });

const entriesOf = (fields: unknown): [string, unknown][] =>
  typeof fields === "object" && fields !== null ? Object.entries(fields) : [];

/**
 * The path of a request to a route, with its query: fields without a value are left out, arrays repeat their name.
 *
 * @throws Refusal `parameter-unsafe` when a parameter is missing or would lead to another path
 * @example
 * pathOf(orderRoutes.getOrder, { params: { orderId: "ord_1" } }) // "/v1/orders/ord_1"
 */
export const pathOf = (
  { path }: Pick<RouteDefinition, "path">,
  { params, query }: { readonly params?: unknown; readonly query?: unknown },
): string => fillPath(path, params) + writeQuery(query);

const fillPath = (path: string, params: unknown): string => {
  if (!path.includes(":")) return path;
  const values = new Map(entriesOf(params));
  return path.replace(parameter, (_, name: string) => {
    const value = String(values.get(name) ?? "");
    if (!safeValue.test(value) || value === "." || value === "..") throw parameterUnsafe(name);
    return value;
  });
};

const writeQuery = (query: unknown): string => {
  const search = new URLSearchParams();
  for (const [name, value] of entriesOf(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one));
    }
  }
  return search.size === 0 ? "" : `?${search}`;
};
