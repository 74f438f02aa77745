import ipaddr from "ipaddr.js";

/** The prefix that a provider assigns to one customer of IPv6; too many addresses to count attempts on each. */
const customerBits = 64;

/**
 * The network address of the client, in one class per customer of a provider: an address of IPv4, a /64 of IPv6.
 *
 * The gateway writes it into `x-forwarded-for`, from the connection or from the configured number of trusted proxies, and drops the
 * client's own value (`mesh/istio`); services forward it. Calls from within the mesh have none.
 */
export const addressClass = (request: Request): string | undefined => {
  const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${customerBits}`)}/${customerBits}`;
};
