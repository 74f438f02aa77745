import * as v from "valibot";

/** Names and addresses of slot k: nothing of one slot overlaps with another. */
export interface Addresses {
  slot: number;
  /** The host's end of the link to the node. */
  interface: string;
  hostAddress: string;
  nodeAddress: string;
  nodeName: string;
  linkRange: string;
  podRange: string;
  serviceRange: string;
  apiServiceAddress: string;
  dnsAddress: string;
  /** The shop, served by the ingress gateway on port 80 of the node. */
  shop: string;
  /** The bank's page, on port 80 of this address: a host of its own, since browsers' cookies know no port. */
  bank: string;
  bankAddress: string;
}

/** Tilt's own port for a first checkout; each further slot has the next. */
const firstTiltPort = 10350;

/** Where Tilt's page of a checkout is; a cluster that is not embedded has no slot. */
export const tiltPort = (addresses: Addresses | undefined): number => firstTiltPort + (addresses?.slot ?? 0);

/** Slots a machine has; a /24 of each of three ranges per slot. */
export const slotCount = 200;

export const addressesOf = (slot: number): Addresses => {
  return {
    slot,
    interface: `cvn${slot}`,
    hostAddress: `10.213.${slot}.1`,
    nodeAddress: `10.213.${slot}.2`,
    nodeName: `caravan-${slot}`,
    linkRange: `10.213.${slot}.0/24`,
    podRange: `10.214.${slot}.0/24`,
    serviceRange: `10.215.${slot}.0/24`,
    apiServiceAddress: `10.215.${slot}.1`,
    dnsAddress: `10.215.${slot}.10`,
    shop: `http://10.213.${slot}.2`,
    bank: `http://10.213.${slot}.3`,
    bankAddress: `10.213.${slot}.3`,
  };
};

/** The slot whose shop is at this origin. */
export const slotAt = (shop: string): Addresses | undefined =>
  Array.from({ length: slotCount }, (_, slot) => addressesOf(slot)).find((one) => one.shop === shop);

/** What `ip -j addr` prints, as far as it is read here. */
export const HostAddresses = v.array(
  v.object({
    ifname: v.optional(v.string(), ""),
    address: v.optional(v.string()),
    addr_info: v.optional(
      v.array(v.object({ family: v.string(), local: v.optional(v.string()), prefixlen: v.number() })),
      [],
    ),
  }),
);
export type HostAddresses = v.InferOutput<typeof HostAddresses>;

/** What `ip -j route` prints, as far as it is read here. */
export const HostRoutes = v.array(v.object({ dst: v.string(), dev: v.optional(v.string()) }));
export type HostRoutes = v.InferOutput<typeof HostRoutes>;

const toNumber = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** Reports whether two IPv4 ranges (`10.0.0.0/8`, or a single address) share an address. */
export const overlap = (one: string, other: string): boolean => {
  const bounds = [one, other].map((range) => {
    const [address = "0.0.0.0", bits = "32"] = range.split("/");
    const size = 2 ** (32 - Number(bits));
    const start = Math.floor(toNumber(address) / size) * size;
    return { start, end: start + size - 1 };
  });
  const [a, b] = bounds;
  return a !== undefined && b !== undefined && a.start <= b.end && b.start <= a.end;
};

/** Who uses something of this slot on the host, in words; empty when the slot is free. The slot's own interface does not count. */
export const conflicts = (wanted: Addresses, addresses: HostAddresses, routes: HostRoutes): string[] => {
  const ranges = [wanted.linkRange, wanted.podRange, wanted.serviceRange];
  const found: string[] = [];
  const told = new Set<string>();
  for (const link of addresses) {
    if (link.ifname === wanted.interface) continue;
    for (const info of link.addr_info) {
      if (info.family !== "inet" || info.local === undefined) continue;
      const range = `${info.local}/${info.prefixlen}`;
      const own = ranges.filter((each) => overlap(each, range));
      if (own.length === 0) continue;
      told.add(link.ifname);
      found.push(`${own.join(", ")} by interface ${link.ifname} (${range})`);
    }
  }
  for (const route of routes) {
    if (route.dst === "default" || route.dev === wanted.interface || !/^\d+\./.test(route.dst)) continue;
    if (route.dev !== undefined && told.has(route.dev)) continue;
    const own = ranges.filter((each) => overlap(each, route.dst));
    if (own.length > 0)
      found.push(`${own.join(", ")} by the route ${route.dst} through ${route.dev ?? "another host"}`);
  }
  return [...new Set(found)];
};
