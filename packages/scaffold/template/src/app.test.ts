import { scopeHeader, subjectHeader } from "@caravan/service-kit";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { newId, Problem, SampleNote, sampleRoutes } from "#contracts";
import { createApp, createSubscriptions } from "./app.ts";
import { fakeNotes } from "./testing/fake-notes.ts";

const notes = fakeNotes();
const now = () => new Date("2026-11-21T09:30:00.000Z");
const app = createApp({ app: "sample", version: "v1", now, notes });
const subscriptions = createSubscriptions({ notes, now }, { enabled: true });

const asStaff = { [subjectHeader]: newId("usr"), [scopeHeader]: "shopper staff" };
const post = (path: string, body: object | undefined, key: string) =>
  app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key, ...asStaff },
    ...(body && { body: JSON.stringify(body) }),
  });
const noteIn = async (reply: Response) => v.parse(SampleNote, await reply.json());
const code = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const create = async (text: string) =>
  noteIn(await post("/v1/staff/sample/notes", { text }, crypto.randomUUID()));
const show = (id: string) => app.request(`/v1/sample/notes/${id}`);

describe("a note", () => {
  it("is a draft that cannot be read until staff publishes it", async () => {
    const { id, status } = await create("Closed on Sunday.");
    expect(status).toBe("draft");
    expect(await code(await show(id))).toEqual([404, "note-unknown"]);
    const published = await post(`/v1/staff/sample/notes/${id}/publication`, undefined, id);
    expect([published.status, (await noteIn(published)).status]).toEqual([200, "published"]);
    expect(await noteIn(await show(id))).toMatchObject({ id, text: "Closed on Sunday." });
    expect(notes.told).toHaveLength(1);
  });

  it("is kept once per key", async () => {
    const path = "/v1/staff/sample/notes";
    const first = await post(path, { text: "New tents." }, "key-1");
    const again = await post(path, { text: "New tents." }, "key-1");
    expect([first.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(await again.json()).toEqual(await first.json());
    expect(await code(await post(path, { text: "New boots." }, "key-1"))).toEqual([
      422,
      "idempotency-key-reused",
    ]);
  });

  it("says when its event came through the broker", async () => {
    const { id } = await create("New boots.");
    await post(`/v1/staff/sample/notes/${id}/publication`, undefined, id);
    const event = {
      specversion: "1.0",
      id: "1",
      source: "/caravan/sample",
      type: "sample.note-published.v1",
    };
    const delivery = await subscriptions.request("/events/sample.note-published.v1", {
      method: "POST",
      body: JSON.stringify({ ...event, data: { noteId: id, at: now().toISOString() } }),
    });
    expect(await delivery.json()).toEqual({ status: "SUCCESS" });
    expect(await noteIn(await show(id))).toMatchObject({ announcedAt: now().toISOString() });
  });
});

const staffRoutes = Object.values(sampleRoutes).filter(({ access }) => access === "staff");
describe.each(staffRoutes)("$method $path", ({ method, path }) => {
  it("is for staff only", async () => {
    const ask = (headers: Record<string, string>) =>
      app.request(path.replace(":noteId", newId("note")), { method, headers });
    expect(await code(await ask({}))).toEqual([401, "sign-in-needed"]);
    expect(await code(await ask({ ...asStaff, [scopeHeader]: "shopper" }))).toEqual([403, "scope-missing"]);
  });
});
