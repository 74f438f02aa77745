import ipaddr from "ipaddr.js";
import { requestContext } from "./context.ts";

/** The prefix that a provider assigns to one customer of IPv6; too many addresses to count attempts on each. */
const customerBits = 64;

/**
 * The network address of the current request's client, in one class per customer of a provider: an address of IPv4, a /64 of IPv6.
 *
 * The gateway writes it into `x-forwarded-for` as the only entry, and drops what the client sent (`mesh/istio`). Services forward it, and the
 * daprd of each of them appends its own address: so the first entry is the client's, and the last one that of the storefront's pod.
 */
export const clientNetwork = (): string | undefined => {
  const address = requestContext()?.forwardedFor?.split(",").at(0)?.trim() ?? "";
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${customerBits}`)}/${customerBits}`;
};
