import { newId } from "@caravan/contracts";
import { formerlyHeader, scopeHeader, subjectHeader } from "@caravan/service-kit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { address, openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

it("shoppers are counted by their own address, not by that of the storefront's pod, which its daprd appends; a /64 of IPv6 is one", async () => {
  const { id } = await shop.open({ perAddress: 1 });
  const join = async (forwardedFor: string) => {
    const headers = {
      ...{ "content-type": "application/json", "idempotency-key": newId("gst") },
      ...{ [subjectHeader]: newId("gst"), [scopeHeader]: "shopper", "x-forwarded-for": forwardedFor },
    };
    const body = JSON.stringify({ deliverTo: address });
    return (await shop.app.request(`/v1/sales/${id}/entry`, { method: "PUT", headers, body })).status;
  };
  // As daprd 1.18 hands it over: the caller's header, and then its own.
  expect(await join("203.0.113.7, 10.42.0.12")).toBe(200);
  expect(await join("203.0.113.8, 10.42.0.12")).toBe(200);
  expect(await join("203.0.113.7, 10.42.0.13")).toBe(403);
  expect(await join("203.0.113.9")).toBe(200);
  expect(await join("2001:db8:1:2:a::1, 10.42.0.12")).toBe(200);
  expect(await join("2001:db8:1:2:ffff::9, 10.42.0.12")).toBe(403);
});

it("a guest who joins an account goes on at their address, and is not counted there twice", async () => {
  const { id } = await shop.open({ perAddress: 1 });
  const guest = newId("gst");
  const join = async (who: string, more: Record<string, string> = {}) => {
    const headers = {
      ...{ "content-type": "application/json", "idempotency-key": newId("gst"), ...more },
      ...{ [subjectHeader]: who, [scopeHeader]: "shopper", "x-forwarded-for": "203.0.113.7" },
    };
    const body = JSON.stringify({ deliverTo: address });
    return (await shop.app.request(`/v1/sales/${id}/entry`, { method: "PUT", headers, body })).status;
  };
  expect(await join(guest)).toBe(200);
  expect(await join(newId("usr"), { [formerlyHeader]: guest })).toBe(200);
  expect(await join(newId("usr"))).toBe(403);
});
