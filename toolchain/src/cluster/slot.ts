import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { Trouble } from "../trouble.ts";
import { type Addresses, addressesOf, conflicts, HostAddresses, HostRoutes, slotCount } from "./addresses.ts";
import { type Instance, linkMark, stateHome } from "./instance.ts";

const Claim = v.object({ instance: v.string(), checkout: v.string(), directory: v.string() });
type Claim = v.InferOutput<typeof Claim>;

const slotsDirectory = (): string => join(stateHome(), "slots");

const readClaims = async (): Promise<Map<number, Claim>> => {
  const claims = new Map<number, Claim>();
  const names = await readdir(slotsDirectory()).catch(() => []);
  for (const name of names) {
    const slot = Number.parseInt(name, 10);
    const text = await readFile(join(slotsDirectory(), name), "utf8").catch(() => "");
    const claim = v.safeParse(v.pipe(v.string(), v.parseJson(), Claim), text);
    if (claim.success) claims.set(slot, claim.output);
  }
  return claims;
};

/** What the host's network holds already. */
export interface HostNetwork {
  addresses: HostAddresses;
  routes: HostRoutes;
}

const readHostNetwork = async (): Promise<HostNetwork> => {
  const [addresses, routes] = await Promise.all([execa("ip", ["-j", "addr"]), execa("ip", ["-j", "route"])]);
  return {
    addresses: v.parse(HostAddresses, JSON.parse(addresses.stdout)),
    routes: v.parse(HostRoutes, JSON.parse(routes.stdout)),
  };
};

/** Removes the host's end of the instance's link, if it is there and really this instance's. */
export const removeLink = async (instance: Instance): Promise<void> => {
  const { addresses } = await readHostNetwork();
  const mark = linkMark(instance);
  for (const { ifname, address } of addresses) {
    if (address === mark) await execa("ip", ["link", "del", ifname], { reject: false });
  }
};

/** The slot this instance holds, if any. */
export const heldSlot = async (instance: Instance): Promise<Addresses | undefined> => {
  for (const [slot, claim] of await readClaims())
    if (claim.instance === instance.name) return addressesOf(slot);
  return undefined;
};

/** Creates the claim's file; false when another instance was faster. The file system decides, so no lock is needed. */
const claim = async (slot: number, instance: Instance): Promise<boolean> => {
  const value: Claim = {
    instance: instance.name,
    checkout: instance.checkout,
    directory: instance.directory,
  };
  try {
    await writeFile(join(slotsDirectory(), `${slot}.json`), JSON.stringify(value), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
};

/** Gives the slot back. */
export const releaseSlot = async (instance: Instance): Promise<void> => {
  for (const [slot, held] of await readClaims()) {
    if (held.instance === instance.name) await rm(join(slotsDirectory(), `${slot}.json`), { force: true });
  }
};

/**
 * Takes the slot the instance had, or else the first whose interface, addresses and routes are free on this host.
 * `CARAVAN_SLOT` asks for one slot and is refused, with the name of its holder, when it is taken.
 *
 * @throws Trouble when no slot is free
 */
export const takeSlot = async (
  instance: Instance,
  wanted = process.env.CARAVAN_SLOT,
  readNetwork: () => Promise<HostNetwork> = readHostNetwork,
): Promise<Addresses> => {
  const number = wanted ? Number(wanted) : 0;
  if (!Number.isInteger(number) || number < 0 || number >= slotCount)
    throw new Trouble(`CARAVAN_SLOT is "${wanted}"; slots are 0 to ${slotCount - 1}.`, [
      "Leave it unset to take any free slot.",
    ]);
  await mkdir(slotsDirectory(), { recursive: true });
  const network = await readNetwork();
  const claims = await readClaims();
  const held = [...claims].find(([, owner]) => owner.instance === instance.name)?.[0];
  const taken: string[] = [];
  const candidates = wanted ? [number] : [...(held === undefined ? [] : [held]), ...Array(slotCount).keys()];
  for (const slot of candidates) {
    const owner = claims.get(slot);
    if (owner && owner.instance !== instance.name) {
      if (existsSync(owner.directory)) {
        taken.push(`slot ${slot}: the checkout ${owner.checkout}`);
        continue;
      }
      await rm(join(slotsDirectory(), `${slot}.json`), { force: true });
    }
    const addresses = addressesOf(slot);
    const others = conflicts(addresses, network.addresses, network.routes);
    const link = network.addresses.find(({ ifname }) => ifname === addresses.interface);
    if (link && link.address !== linkMark(instance))
      others.push(`interface ${addresses.interface}, which is another's`);
    if (others.length > 0) {
      taken.push(`slot ${slot}: ${others.join("; ")}`);
      continue;
    }
    if (slot === held) return addresses;
    if (held !== undefined) await releaseSlot(instance);
    if (await claim(slot, instance)) return addresses;
  }
  throw new Trouble(
    wanted ? `Slot ${wanted} is taken.` : "No free set of names and addresses is left on this machine.",
    [...taken.slice(0, 5), "Stop the other user, or leave CARAVAN_SLOT unset to take any free slot."],
  );
};
