import { randomUUID } from "node:crypto";
import { newId, Problem, Sale, SaleEntry } from "@caravan/contracts";
import { formerlyHeader, scopeHeader, subjectHeader } from "@caravan/service-kit";
import { sql } from "drizzle-orm";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { address, openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

interface Come {
  readonly who?: string;
  readonly device?: string;
  readonly from?: string;
  readonly formerly?: string;
  readonly city?: string;
}
const guest = () => newId("gst");
const account = () => newId("usr");

/** A sale, and how its shoppers take part. */
const open = async (perDevice?: number, perAddress?: number) => {
  const { id } = await shop.open({
    ...(perDevice !== undefined && { perDevice }),
    ...(perAddress !== undefined && { perAddress }),
  });
  const join = async ({ who = guest(), device, from, formerly, city = address.city }: Come) =>
    shop.app.request(`/v1/sales/${id}/entry`, {
      method: "PUT",
      headers: {
        ...{ "content-type": "application/json", "idempotency-key": randomUUID() },
        ...{ [subjectHeader]: who, [scopeHeader]: "shopper" },
        ...(formerly !== undefined && { [formerlyHeader]: formerly }),
        ...(from !== undefined && { "x-forwarded-for": from }),
      },
      body: JSON.stringify({ deliverTo: { ...address, city }, ...(device !== undefined && { device }) }),
    });
  const status = async (come: Come) => (await join(come)).status;
  const token = async (come: Come) => v.parse(SaleEntry, await (await join(come)).json()).token;
  return { id, join, status, token };
};
const [laptop, phone] = ["laptop-0123456789abcdef", "phone-0123456789abcdef"];
const joined = (guestId: string, userId: string) =>
  shop.tell("guest.joined.v1", { guestId, userId, at: shop.soon(0) });

describe("the limit for each device", () => {
  it("refuses a second shopper at a device and says what to do; the first goes on, and another device is free", async () => {
    const { id, join, status, token } = await open(1);
    const ann = { who: guest(), device: laptop };
    const first = await token(ann);
    const refused = await join({ device: laptop });
    const { code, detail } = v.parse(Problem, await refused.json());
    expect([refused.status, code]).toEqual([403, "too-many-of-device"]);
    expect(detail).toContain("One shopper of one device may take part in this sale, and as many do already.");
    expect(detail).toContain("Go on as one of them, or use another device.");
    expect((await shop.ask({ who: ann.who, token: first }, id)).status).toBe(201);
    expect(await status({ device: phone })).toBe(200);
  });

  it("is a term that staff may leave out, and that shoppers see", async () => {
    const { id, status } = await open();
    for (let shopper = 0; shopper < 3; shopper += 1) expect(await status({ device: laptop })).toBe(200);
    const seen = async (saleId: string) =>
      v.parse(Sale, await (await shop.send("GET", `/v1/sales/${saleId}`, undefined)).json());
    expect(await seen(id)).not.toHaveProperty("perDevice");
    const limited = await shop.open({ perDevice: 2 });
    expect([limited.perDevice, (await seen(limited.id)).perDevice]).toEqual([2, 2]);
  });

  it("counts a shopper once, however often they repeat what got no reply, and when its first half was lost", async () => {
    const { status, token } = await open(2);
    const ann = { who: guest(), device: laptop };
    vi.spyOn(shop.dependencies.entries, "join").mockRejectedValueOnce(new Error("the database is away"));
    expect(await status(ann)).toBe(500);
    const first = await token(ann);
    expect(await token({ ...ann, city: "Utrecht" })).toBe(first);
    expect(await status({ device: laptop })).toBe(200);
    expect(await status({ device: laptop })).toBe(403);
  });

  it("lets a shopper go on from another device, where they are neither counted nor refused", async () => {
    const { id, status, token } = await open(1);
    const ann = { who: account(), device: laptop };
    const first = await token(ann);
    expect(await token({ ...ann, device: phone })).toBe(first);
    const bob = { who: account(), device: phone };
    expect(await status(bob)).toBe(200);
    expect(await token({ ...ann, device: phone, city: "Utrecht" })).toBe(first);
    expect(await shop.dependencies.entries.find(id, ann.who)).toMatchObject({
      deliverTo: { city: "Utrecht" },
    });
  });

  it("knows a guest who joins an account, before and after the event; another account at the device is a second shopper", async () => {
    const { status, token } = await open(1);
    const [ann, ada] = [guest(), account()];
    const first = await token({ who: ann, device: laptop });
    expect(await token({ who: ada, formerly: ann, device: laptop })).toBe(first);
    await joined(ann, ada);
    expect(await token({ who: ada, device: laptop })).toBe(first);
    expect(await token({ who: ada, device: phone })).toBe(first);
    expect(await status({ who: account(), device: laptop })).toBe(403);
    const bob = guest();
    expect(await status({ who: bob, device: laptop })).toBe(403);
    await joined(bob, account());
    expect(await status({ who: bob, device: laptop })).toBe(403);
  });

  it("holds when many come at once, and a shopper's own doubled requests are one", async () => {
    const { status } = await open(2);
    const came = await Promise.all(Array.from({ length: 12 }, () => status({ device: laptop })));
    expect(came.filter((one) => one === 200)).toHaveLength(2);
    expect(came.filter((one) => one === 403)).toHaveLength(10);
    const cat = { who: guest(), device: phone };
    expect(await Promise.all(Array.from({ length: 6 }, () => status(cat)))).toEqual(Array(6).fill(200));
    expect(await status({ device: phone })).toBe(200);
  });

  it("cannot be got round by naming no device: all such clients of one address are one device, and no name of a device fills it", async () => {
    const { status } = await open(1);
    expect(await status({ device: "none, at 203.0.113.7", from: "203.0.113.8" })).toBe(400);
    expect(await status({ from: "203.0.113.7" })).toBe(200);
    expect(await status({ from: "203.0.113.7" })).toBe(403);
    expect(await status({ device: laptop, from: "203.0.113.7" })).toBe(200);
    expect(await status({ from: "203.0.113.8" })).toBe(200);
    expect(await status({})).toBe(200);
    expect(await status({})).toBe(403);
  });

  it("holds beside that of the address: who is refused for one takes no place of the other", async () => {
    const { status } = await open(1, 2);
    const from = "203.0.113.7";
    expect(await status({ device: laptop, from })).toBe(200);
    for (let shopper = 0; shopper < 3; shopper += 1) expect(await status({ device: laptop, from })).toBe(403);
    expect(await status({ device: phone, from })).toBe(200);
    expect(await status({ device: "tablet-0123456789abcdef", from })).toBe(403);
    expect(await status({ device: "tablet-0123456789abcdef", from: "203.0.113.8" })).toBe(200);
  });
});

describe("what is known of a device", () => {
  const everythingKept = async (): Promise<string> => {
    const { drizzle } = shop.test.database;
    const [tables] = await drizzle.execute(sql`show tables`);
    const names = v.parse(v.array(v.record(v.string(), v.string())), tables).flatMap(Object.values);
    const rows = await Promise.all(
      names.map(async (name) => (await drizzle.execute(sql`select * from ${sql.identifier(name)}`))[0]),
    );
    const { admin } = shop.server;
    const keys = await admin.keys("*{flash:*}:origins");
    const counted = await Promise.all(keys.map((key) => admin.hgetall(key)));
    return JSON.stringify([rows, await admin.keys("*"), counted]);
  };

  it("is a digest alone, in Redis: neither the device nor the client's address stands anywhere, nor does a fault tell it", async () => {
    const { status } = await open(1);
    const ann = { device: "seen-0123456789abcdef", from: "198.51.100.77" };
    expect(await status(ann)).toBe(200);
    expect(await status(ann)).toBe(403);
    const kept = await everythingKept();
    expect(kept).toContain(address.street);
    expect(kept).not.toMatch(/seen-0123|198\.51/);
    vi.spyOn(shop.server.redis, "eval").mockRejectedValueOnce(new Error("it is away"));
    expect(await status(ann)).toBe(503);
    expect(JSON.stringify(shop.faults)).not.toMatch(/seen-0123|198\.51/);
  });

  it("is erased with the addresses when the sale is settled", async () => {
    const { id, status } = await open(1);
    expect(await status({ device: laptop, from: "203.0.113.7" })).toBe(200);
    const known = () => shop.server.admin.keys(`{flash:${id}*`);
    expect(await known()).toContain(`{flash:${id}:origins}`);
    await shop.command(id, "end");
    await shop.keeper.claim();
    for (let round = 0; round < 3; round += 1) await shop.keeper.round();
    expect(await known()).toEqual([]);
    expect(await status({ device: laptop, from: "203.0.113.7" })).toBe(409);
    expect(await known()).toEqual([]);
  });
});
