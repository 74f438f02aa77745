import { newId, TrackingUpdate } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it, vi } from "vitest";
import { openFakeLogistics, shopper, staff } from "../testing/fake-logistics.ts";

interface Message {
  readonly id: string | undefined;
  readonly update: TrackingUpdate;
}

/** Reads a stream message by message, as a browser would. */
const reader = (reply: Response) => {
  const body = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (body === undefined) throw new Error("the reply has no body");
  const comments: string[] = [];
  const retries: string[] = [];
  return {
    comments,
    retries,
    cancel: () => body.cancel(),
    /** The next update; undefined when the stream has ended. */
    async next(): Promise<Message | undefined> {
      for (;;) {
        const { value, done } = await body.read();
        if (done) return undefined;
        expect(value.endsWith("\n\n")).toBe(true);
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(value)?.[1];
        if (value.startsWith(":")) comments.push(value);
        if (field("retry") !== undefined) retries.push(field("retry") ?? "");
        const data = field("data");
        if (data === undefined) continue;
        expect(field("event")).toBe("shipment");
        return { id: field("id"), update: v.parse(TrackingUpdate, JSON.parse(data)) };
      }
    },
  };
};

const open = async (mostFollowers = 10) => {
  const logistics = openFakeLogistics({}, mostFollowers);
  const mine = newId("usr");
  const { id } = await logistics.create(mine);
  const follow = (headers: Record<string, string> = {}, query = "") =>
    logistics.get(`/v1/shipments/${id}/events${query}`, { ...shopper(mine), ...headers });
  return {
    ...logistics,
    id,
    mine,
    follow,
    dispatch: () => logistics.post(`/v1/staff/shipments/${id}/dispatch`, "key-1", undefined, staff),
    hear: (sequence: number, kind: "collected" | "in-transit" | "delivered") =>
      logistics.tell(`${id}-1-1`, { sequence, kind }),
  };
};

describe("following a shipment", () => {
  it("sends the current state, then each event, and ends when it has arrived", async () => {
    const { id, follow, dispatch, hear } = await open();
    const reply = await follow();
    expect(reply.headers.get("content-type")).toBe("text/event-stream");
    const stream = reader(reply);
    expect(await stream.next()).toMatchObject({
      id: "0",
      update: { shipmentId: id, status: "preparing", event: null },
    });
    await dispatch();
    expect(await stream.next()).toMatchObject({ id: "0", update: { status: "dispatched", event: null } });
    await hear(1, "collected");
    expect(await stream.next()).toMatchObject({
      id: "1",
      update: { event: { kind: "collected", number: 1 } },
    });
    await hear(3, "delivered");
    expect(await stream.next()).toMatchObject({
      id: "2",
      update: { status: "delivered", estimate: null, event: { kind: "delivered" } },
    });
    expect(await stream.next()).toBeUndefined();
    expect(stream.retries).toEqual(["2000", "3600000"]);
  });

  it("resumes after the last event the reader got, also with one that happened earlier and came late", async () => {
    const { follow, dispatch, hear } = await open();
    await dispatch();
    await hear(1, "collected");
    await hear(3, "delivered");
    await hear(2, "in-transit");
    for (const reply of [
      await follow({ "last-event-id": "1" }),
      await follow({}, "?lastEventId=1"),
      await follow({ "last-event-id": "1" }, "?lastEventId=0"),
    ]) {
      const stream = reader(reply);
      expect((await stream.next())?.update.event?.kind).toBe("delivered");
      expect(await stream.next()).toMatchObject({
        id: "3",
        update: { event: { kind: "in-transit", number: 3 } },
      });
      expect(await stream.next()).toBeUndefined();
    }
    for (const id of ["999999999", "3"]) {
      const stream = reader(await follow({ "last-event-id": id }));
      expect(await stream.next()).toMatchObject({ id: "3", update: { status: "delivered", event: null } });
    }
    expect((await reader(await follow({ "last-event-id": "nonsense" })).next())?.id).toBe("1");
  });

  it("sends changes by another replica", async () => {
    const { id, follow, dispatch, shipments, tracking } = await open();
    await dispatch();
    const stream = reader(await follow());
    await stream.next();
    const found = await shipments.find(id);
    if (found === undefined) throw new Error("it was made above");
    const station = { sequence: 1, kind: "collected", place: null, at: found.createdAt } as const;
    const heard = { ...station, reference: `${id}-1-1`, number: 1, heardAt: found.createdAt };
    const shipment = { ...found, tracking: [heard] };
    let looks = 0;
    const wrote = (written: typeof found, revision: number, known = revision) =>
      Object.assign(shipments, {
        revisions: async () => {
          looks += 1;
          return new Map([[id, known]]);
        },
        findAll: async () => [{ shipment: written, revision }],
      });
    wrote(shipment, 99);
    await tracking.look();
    await tracking.look();
    expect(await stream.next()).toMatchObject({ id: "1", update: { event: { kind: "collected" } } });
    expect(looks).toBe(2);
    // Read before, but sent after: an older state must not overwrite a newer one.
    wrote({ ...found, status: "preparing" }, 98, 100);
    await tracking.look();
    wrote({ ...shipment, status: "delivered" }, 100);
    await tracking.look();
    expect(await stream.next()).toMatchObject({ id: "1", update: { status: "delivered", event: null } });
    expect(await stream.next()).toBeUndefined();
  });

  it("queries once for all followers, and not at all without any", async () => {
    const { follow, shipments, tracking } = await open();
    const asked: (readonly string[])[] = [];
    const { revisions } = shipments;
    Object.assign(shipments, {
      revisions: (ids: readonly string[]) => {
        asked.push(ids);
        return revisions(ids);
      },
    });
    await tracking.look();
    const streams = [reader(await follow()), reader(await follow()), reader(await follow())];
    await tracking.look();
    expect(asked).toEqual([[expect.any(String)]]);
    for (const stream of streams) await stream.cancel();
    await vi.waitFor(async () => {
      const before = asked.length;
      await tracking.look();
      expect(asked).toHaveLength(before);
    });
  });

  it("keeps idle connections alive, and ends all of them when the process drains", async () => {
    const { follow, tracking, beatAll } = await open();
    const stream = reader(await follow());
    await stream.next();
    beatAll();
    tracking.drain();
    expect(await stream.next()).toBeUndefined();
    expect(stream.comments).toEqual([": still here\n\n"]);
    const refused = await follow();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  });

  it("refuses followers beyond its limit, until one of them leaves", async () => {
    const { follow } = await open(2);
    const [first] = [reader(await follow()), reader(await follow())];
    const refused = await follow();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
    await first?.cancel();
    expect((await follow()).status).toBe(200);
  });

  it("bounds the streams of one shipment, and opens none for a HEAD request", async () => {
    const { app, follow, id, mine } = await open(1_000);
    const head = { method: "HEAD", headers: shopper(mine) };
    for (let i = 0; i < 20; i += 1)
      expect((await app.request(`/v1/shipments/${id}/events`, head)).status).toBe(200);
    for (let i = 0; i < 8; i += 1) expect((await follow()).status).toBe(200);
    expect((await follow()).status).toBe(503);
  });

  it("cuts a reader that does not read, instead of buffering without bound", async () => {
    const { follow, beatAll, dispatch } = await open(1);
    await dispatch();
    await follow();
    for (let i = 0; i < 100; i += 1) beatAll();
    expect((await follow()).status).toBe(200);
  });
});
