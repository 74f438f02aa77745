import ipaddr from "ipaddr.js";

/** What a provider gives one customer of IPv6; more addresses than anybody could count attempts on. */
const customerBits = 64;

/**
 * The network address of the client, in one class per customer of a provider: an address of IPv4, a /64 of IPv6.
 *
 * The gateway writes it into `x-forwarded-for` as it knows it, by itself or from so many trusted proxies before it, and drops what
 * the client sent there (`mesh/istio`); services hand it on. Calls from within the mesh have none.
 */
export const addressClass = (request: Request): string | undefined => {
  const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${customerBits}`)}/${customerBits}`;
};
