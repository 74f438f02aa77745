import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Instance, instanceOf, linkMark } from "./instance.ts";
import { type HostNetwork, heldSlot, releaseSlot, takeSlot } from "./slot.ts";

const quiet = async (): Promise<HostNetwork> => ({ addresses: [], routes: [] });
let home = "";

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "caravan-slot-"));
  vi.stubEnv("XDG_STATE_HOME", home);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

const checkoutAt = async (path: string): Promise<Instance> => {
  const instance = instanceOf(path);
  await mkdir(instance.directory, { recursive: true });
  return instance;
};

test("every checkout gets a slot of its own and keeps it", async () => {
  const instances = await Promise.all(["/a/shop", "/b/shop", "/c/shop"].map(checkoutAt));
  const taken = await Promise.all(instances.map((instance) => takeSlot(instance, undefined, quiet)));
  expect(new Set(taken.map(({ slot }) => slot)).size).toBe(3);
  const again = await Promise.all(instances.map((instance) => takeSlot(instance, undefined, quiet)));
  expect(again).toEqual(taken);
});

test("a slot whose addresses are in use is passed over", async () => {
  const busy = async (): Promise<HostNetwork> => ({
    addresses: [{ ifname: "br0", addr_info: [{ family: "inet", local: "10.213.0.1", prefixlen: 24 }] }],
    routes: [],
  });
  expect((await takeSlot(await checkoutAt("/a/shop"), undefined, busy)).slot).toBe(1);
});

test("an instance moves on when its old slot was taken meanwhile", async () => {
  const instance = await checkoutAt("/a/shop");
  await takeSlot(instance, undefined, quiet);
  const stolen = async (): Promise<HostNetwork> => ({
    addresses: [],
    routes: [{ dst: "10.214.0.0/24", dev: "tun0" }],
  });
  expect((await takeSlot(instance, undefined, stolen)).slot).toBe(1);
  expect((await heldSlot(instance))?.slot).toBe(1);
});

test("a slot that was asked for and is taken is refused with its owner", async () => {
  await takeSlot(await checkoutAt("/a/shop"), undefined, quiet);
  const refusal = takeSlot(await checkoutAt("/b/shop"), "0", quiet);
  await expect(refusal).rejects.toMatchObject({
    remedies: expect.arrayContaining(["slot 0: the checkout /a/shop"]),
  });
});

test("a slot that does not exist is refused and nothing is claimed", async () => {
  const shop = await checkoutAt("/a/shop");
  for (const wanted of ["200", "-1", "1.5", "first"])
    await expect(takeSlot(shop, wanted, quiet)).rejects.toThrow(`CARAVAN_SLOT is "${wanted}"`);
  expect(await heldSlot(shop)).toBeUndefined();
});

test("slots of removed instances are free again", async () => {
  const [gone, released] = [await checkoutAt("/a/shop"), await checkoutAt("/b/shop")];
  await takeSlot(gone, undefined, quiet);
  await takeSlot(released, undefined, quiet);
  await rm(gone.directory, { recursive: true });
  await releaseSlot(released);
  expect(await heldSlot(released)).toBeUndefined();
  expect((await takeSlot(await checkoutAt("/c/shop"), undefined, quiet)).slot).toBe(0);
});

test("the slot's interface counts as its own only with its mark", async () => {
  const instance = await checkoutAt("/a/shop");
  const link = (address: string) => async (): Promise<HostNetwork> => ({
    addresses: [
      { ifname: "cvn0", address, addr_info: [{ family: "inet", local: "10.213.0.1", prefixlen: 24 }] },
    ],
    routes: [],
  });
  expect((await takeSlot(instance, undefined, link(linkMark(instance)))).slot).toBe(0);
  expect((await takeSlot(instance, undefined, link("02:00:00:00:00:00"))).slot).toBe(1);
});

test("a copy of a checkout can mean the cluster of the checkout", () => {
  const ofCopy = instanceOf("/tmp/copy", { CARAVAN_CLUSTER_OF: "/a/shop", XDG_STATE_HOME: home });
  expect(ofCopy).toEqual(instanceOf("/a/shop", { XDG_STATE_HOME: home }));
});
