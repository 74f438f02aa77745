import { newId, type Sale, SalePlace, Sale as SaleShape } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "../testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());
const opened: ReadableStreamDefaultReader<string>[] = [];
afterEach(async () => {
  for (const reader of opened.splice(0)) await reader.cancel();
});

type Told =
  | { readonly event: "sale"; readonly sale: Sale }
  | { readonly event: "place"; readonly place: SalePlace };

/** Reads a stream message by message, as a browser would. */
const watch = async (who: string, saleId: string) => {
  const reply = await shop.watch(who, saleId);
  expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error("the reply has no body");
  opened.push(reader);
  const comments: string[] = [];
  const next = async (): Promise<Told | undefined> => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return undefined;
      const [, event, data = ""] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(value) ?? [];
      if (event === "sale") return { event, sale: v.parse(SaleShape, JSON.parse(data)) };
      if (event === "place") return { event, place: v.parse(SalePlace, JSON.parse(data)) };
      comments.push(value);
    }
  };
  return { next, comments, leave: () => reader.cancel() };
};
const look = () => shop.watching.look();
/** A sale is read at most every half second, its line every three: until the test ends. */
const lookAlways = () => {
  looking = setInterval(() => void look(), 100);
};
let looking: NodeJS.Timeout | undefined;
afterEach(() => clearInterval(looking));

describe("one who watches a sale", () => {
  it("is told the sale and the server's clock first, and each change of its state", async () => {
    const { id } = await shop.open();
    const ann = await shop.join(id);
    const stream = await watch(ann.who, id);
    const first = await stream.next();
    expect(first).toMatchObject({ event: "sale", sale: { id, state: "open" } });
    await shop.command(id, "pause");
    lookAlways();
    expect(await stream.next()).toMatchObject({ event: "sale", sale: { state: "paused" } });
    expect(stream.comments[0]).toBe("retry: 2000\n\n");
  });

  it("is told of the piece, of its order and of the payment, each once, whichever process wrote it", async () => {
    const { id } = await shop.open();
    const ann = await shop.join(id);
    const stream = await watch(ann.who, id);
    await stream.next();
    await shop.ask(ann, id);
    for (let i = 0; i < 2; i += 1) await look();
    expect(await stream.next()).toMatchObject({ place: { state: "admitted", orderId: null, place: null } });
    await shop.advance();
    for (let i = 0; i < 2; i += 1) await look();
    const told = await stream.next();
    expect(told).toMatchObject({ place: { state: "admitted", orderId: expect.stringMatching(/^ord_/) } });
    shop.partners.pay(told?.event === "place" ? (told.place.ticketId ?? "") : "");
    const data = {
      ...{ orderId: newId("ord"), shopperId: ann.who, status: "delivered" },
      ...{ at: shop.soon(0), ticketId: told?.event === "place" ? told.place.ticketId : "" },
    };
    await shop.tell("order.stock-back.v1", data);
    await shop.advance();
    await look();
    expect(await stream.next()).toMatchObject({ place: { state: "paid" } });
  });

  it("learns its place in line when it comes, and each that is nearer, until it has a piece", async () => {
    const { id, allotmentId } = await shop.open({ pieces: 1, line: 5, shards: 1 });
    const [ann, bob, cat] = [await shop.join(id), await shop.join(id), await shop.join(id)];
    for (const one of [ann, bob, cat]) await shop.ask(one, id);
    const stream = await watch(cat.who, id);
    expect(await stream.next()).toMatchObject({ event: "sale" });
    expect(await stream.next()).toMatchObject({ place: { state: "waiting", place: 2 } });
    const giveUp = async (who: string) => {
      await shop.advance();
      const { ticketId } = v.parse(SalePlace, await (await shop.place(who, id)).json());
      shop.partners.giveUp(ticketId ?? "", allotmentId);
      const data = { orderId: newId("ord"), shopperId: who, ticketId };
      await shop.tell("order.stock-back.v1", { ...data, status: "expired", at: shop.soon(0) });
      for (let round = 0; round < 5; round += 1) await shop.advance();
    };
    await giveUp(ann.who);
    lookAlways();
    expect(await stream.next()).toMatchObject({ place: { state: "waiting", place: 1, saleId: id } });
    await giveUp(bob.who);
    expect(await stream.next()).toMatchObject({ place: { state: "admitted" } });
  }, 20_000);

  it("is told at the end that nothing came of waiting, also one who comes later", async () => {
    const { id } = await shop.open({ pieces: 1, line: 1, shards: 1 });
    const [ann, bob] = [await shop.join(id), await shop.join(id)];
    for (const one of [ann, bob]) await shop.ask(one, id);
    const stream = await watch(bob.who, id);
    expect(await stream.next()).toMatchObject({ event: "sale" });
    expect(await stream.next()).toMatchObject({ place: { state: "waiting", place: 1 } });
    await shop.command(id, "end");
    lookAlways();
    expect(await stream.next()).toMatchObject({ event: "sale", sale: { state: "ended" } });
    const nothing = { place: { state: "returned", reason: "sale-ended", place: null } };
    expect(await stream.next()).toMatchObject(nothing);
    const later = await watch(bob.who, id);
    expect(await later.next()).toMatchObject({ event: "sale" });
    expect(await later.next()).toMatchObject(nothing);
  });

  it("is refused beyond the limits, of a shopper and of the process, and while it drains", async () => {
    const { id } = await shop.open();
    const [ann, bob] = [await shop.join(id), await shop.join(id)];
    const mine = [await watch(ann.who, id), await watch(ann.who, id), await watch(ann.who, id)];
    const refused = await shop.watch(ann.who, id);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
    expect(await refused.json()).toMatchObject({ code: "streams-exhausted" });
    for (let i = 0; i < 2; i += 1) await watch(bob.who, id);
    expect((await shop.watch((await shop.join(id)).who, id)).status).toBe(503);
    await mine[0]?.leave();
    await expect.poll(async () => (await shop.watch(ann.who, id)).status).toBe(200);
  });

  it("gets a sign of life, and is left unknown before the sale is announced", async () => {
    const { id } = await shop.open();
    const stream = await watch((await shop.join(id)).who, id);
    await stream.next();
    for (let i = 0; i < 20; i += 1) shop.watching.beat();
    const last = stream.next();
    shop.watching.drain();
    expect(await last).toBeUndefined();
    expect(stream.comments).toContain(": still here\n\n");
    const draft = await shop.draft();
    expect((await shop.watch(newId("gst"), draft.id)).status).toBe(404);
    expect((await shop.watch((await shop.join(id)).who, id)).headers.get("retry-after")).toBe("1");
  });
});
