import type { Addresses } from "@caravan/toolchain/cluster";
import { execa } from "execa";

/** Host parts of the link's addresses for load; those below are the host's, the node's and the proofs' (apps/e2e). */
const first = 70;
const last = 250;

/** A single lane stays below 100 requests a second per address up to 2,400 a second, more than a round trip allows. */
const mostPerLane = 24;

/** Addresses on the host's end of the link to the node, to send from. */
export interface SourceAddresses {
  addresses: string[];
  remove(): Promise<void>;
}

/** Addresses to send from: the ingress limits the rate of each client address, and a load represents many shoppers. */
export const addSourceAddresses = async (link: Addresses): Promise<SourceAddresses> => {
  const network = link.hostAddress.slice(0, link.hostAddress.lastIndexOf("."));
  const addresses = Array.from({ length: last - first + 1 }, (_, i) => `${network}.${first + i}`);
  const change = (verb: string) => ({
    input: addresses.map((address) => `address ${verb} ${address}/32 dev ${link.interface}\n`).join(""),
  });
  await execa("ip", ["-batch", "-"], change("replace"));
  return {
    addresses,
    remove: async () => {
      await execa("ip", ["-force", "-batch", "-"], { ...change("delete"), reject: false });
    },
  };
};

/** Distributes addresses to lanes: lanes share none, and each sends from several in turn, to stay below the limit. */
export const shareOut = (addresses: readonly string[], lanes: number): string[][] => {
  if (lanes > addresses.length)
    return Array.from({ length: lanes }, (_, lane) => addresses.slice(lane % addresses.length).slice(0, 1));
  const each = Math.min(mostPerLane, Math.floor(addresses.length / lanes));
  return Array.from({ length: lanes }, (_, lane) => addresses.slice(lane * each, (lane + 1) * each));
};
