import { expect, test } from "vitest";
import { addressesOf, conflicts, overlap, slotAt, slotCount } from "./addresses.ts";

const ethernet = { ifname: "eth0", addr_info: [{ family: "inet", local: "192.0.2.2", prefixlen: 24 }] };

test("no two slots share an address", () => {
  const ranges = [...Array(slotCount).keys()].flatMap((slot) => {
    const { linkRange, podRange, serviceRange } = addressesOf(slot);
    return [linkRange, podRange, serviceRange];
  });
  const clashes = ranges.flatMap((one, i) => ranges.slice(i + 1).filter((other) => overlap(one, other)));
  expect(clashes).toEqual([]);
});

test("the bank is on another host than the shop, in the slot's own range", () => {
  for (const slot of [0, 7, slotCount - 1]) {
    const { shop, bank, bankAddress, hostAddress, linkRange } = addressesOf(slot);
    expect([new URL(shop).hostname, hostAddress]).not.toContain(new URL(bank).hostname);
    expect(overlap(linkRange, bankAddress)).toBe(true);
    expect(slotAt(shop)?.slot).toBe(slot);
  }
  expect(slotAt("http://localhost")).toBeUndefined();
});

test("a range inside another, and the other way round, overlaps", () => {
  expect(overlap("10.213.4.0/24", "10.0.0.0/8")).toBe(true);
  expect(overlap("10.0.0.0/8", "10.213.4.0/24")).toBe(true);
  expect(overlap("10.213.4.0/24", "10.213.4.77")).toBe(true);
  expect(overlap("10.213.4.0/24", "10.213.5.0/24")).toBe(false);
});

test("a taken address is reported with the interface that has it", () => {
  const bridge = { ifname: "br-7", addr_info: [{ family: "inet", local: "10.213.3.9", prefixlen: 16 }] };
  expect(conflicts(addressesOf(3), [ethernet, bridge], [])).toEqual([
    "10.213.3.0/24 by interface br-7 (10.213.3.9/16)",
  ]);
});

test("a taken range is reported with the route that leads elsewhere", () => {
  const routes = [
    { dst: "default", dev: "eth0" },
    { dst: "10.214.0.0/15", dev: "tun0" },
  ];
  const found = conflicts(addressesOf(3), [ethernet], routes);
  expect(found).toEqual(["10.214.3.0/24, 10.215.3.0/24 by the route 10.214.0.0/15 through tun0"]);
});

test("an interface that has the addresses is reported once, without the route that comes with it", () => {
  const bridge = { ifname: "br-7", addr_info: [{ family: "inet", local: "10.1.2.3", prefixlen: 8 }] };
  const found = conflicts(addressesOf(3), [bridge], [{ dst: "10.0.0.0/8", dev: "br-7" }]);
  expect(found).toEqual(["10.213.3.0/24, 10.214.3.0/24, 10.215.3.0/24 by interface br-7 (10.1.2.3/8)"]);
});

test("the slot's own interface is no conflict", () => {
  const own = { ifname: "cvn3", addr_info: [{ family: "inet", local: "10.213.3.1", prefixlen: 24 }] };
  expect(conflicts(addressesOf(3), [ethernet, own], [{ dst: "10.214.3.0/24", dev: "cvn3" }])).toEqual([]);
});
