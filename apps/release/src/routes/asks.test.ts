import { Refusal } from "@caravan/contracts";
import { beforeEach, describe, expect, test } from "vitest";
import { stateOf } from "../pages/confirm.ts";
import { openPages } from "../testing/browser.ts";
import { fakeDesk } from "../testing/fake-desk.ts";
import { ada } from "../testing/played.ts";
import { sample, sampleNames } from "../testing/samples.ts";

const held = sample("held").release;
const path = `/releases/${held.id}/rollback`;
let desk: ReturnType<typeof fakeDesk>;
let pages: ReturnType<typeof openPages>;
const manager = () => pages.as("release-manager");
const key = "ask_0199f099-1ba1-40a0-9f95-491cdb9a9f03";
const form = { key, state: stateOf(held), reason: "customers complain" };
beforeEach(() => {
  desk = fakeDesk(sampleNames.map(sample));
  pages = openPages(desk);
});

const fieldsOf = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );

test("a button leads to a page that says what will happen, and its form does it with the reason", async () => {
  const text = await (await manager().get(path)).text();
  expect(text).toContain("What will happen");
  expect(text).toContain("go to v1 within a second");
  const reply = await manager().post(path, { ...fieldsOf(text), reason: " customers complain " });
  expect(reply.status).toBe(303);
  expect(reply.headers.get("location")).toBe(`/releases/${held.id}`);
  expect(desk.asked).toMatchObject([
    { id: held.id, what: "rollback", actor: ada, reason: "customers complain" },
  ]);
});

test("a form that is sent twice asks once, also when the release has moved on in between", async () => {
  await manager().post(path, form);
  desk.change(held.id, { phase: "rolling back", heldDuring: null });
  expect((await manager().post(path, form)).status).toBe(303);
  expect(desk.asked).toHaveLength(1);
});

test("a confirmation of a release that has moved on does nothing, and is asked for again", async () => {
  desk.change(held.id, { phase: "soaking", heldDuring: null });
  const reply = await manager().post(path, form);
  expect(reply.status).toBe(409);
  const text = await reply.text();
  expect(text).toContain("The release has moved on");
  expect(text).toContain('value="customers complain"');
  expect(fieldsOf(text).key).not.toBe(key);
  expect(desk.asked).toEqual([]);
});

test.each([
  ["no reason", { ...form, reason: "  " }],
  ["a reason that is too long", { ...form, reason: "x".repeat(301) }],
])("%s is told at its field, and nothing is done", async (_, fields) => {
  const reply = await manager().post(path, fields);
  expect(reply.status).toBe(422);
  expect(await reply.text()).toContain('aria-invalid="true"');
  expect(desk.asked).toEqual([]);
});

describe("nothing is done", () => {
  test.each([
    ["for staff without the scope", "staff", {}, 403],
    ["for a shopper", "shopper", {}, 403],
    ["without a session", undefined, {}, 401],
    ["for a form of another site", "release-manager", { origin: "http://evil.example.com" }, 403],
  ])("%s", async (_, scope, headers, status) => {
    const reply = await pages.as(scope).post(path, form, headers);
    expect(reply.status).toBe(status);
    expect(desk.asked).toEqual([]);
  });

  test("by a form without its key", async () => {
    expect((await manager().post(path, { ...form, key: "again" })).status).toBe(422);
    expect(desk.asked).toEqual([]);
  });

  test("where the engine would refuse: the page says so before", async () => {
    const ended = sample("frozen").release;
    const reply = await manager().get(`/releases/${ended.id}/promote`);
    expect(reply.status).toBe(409);
    expect(await reply.text()).toContain("not possible now");
  });
});

test("a refusal of the engine is shown with its reason, and what was typed stays", async () => {
  desk.state.refuses = new Refusal({
    kind: "conflict",
    code: "release-stopped",
    detail: "No engine runs it.",
  });
  const reply = await manager().post(path, form);
  expect(reply.status).toBe(409);
  const text = await reply.text();
  expect(text).toContain("No engine runs it.");
  expect(text).toContain('value="customers complain"');
});

test("what no engine has heard yet is told", async () => {
  desk.state.hears = false;
  const reply = await manager().post(path, form);
  const location = reply.headers.get("location") ?? "";
  expect(location).toContain("asked=rollback");
  expect(await (await manager().get(location)).text()).toContain("Asked for: roll back");
});

test("what the engine does not do is shown with its reason, and the form is there for another try", async () => {
  desk.state.decides = "The train opens this step.";
  const reply = await manager().post(path, form);
  expect(reply.status).toBe(409);
  expect(await reply.text()).toContain("The train opens this step.");
});

test("who lets contracts that do not fit pass reads what is found, and a confirmation of other findings does nothing", async () => {
  const { id, contracts, phase } = sample("held for contracts").release;
  const promote = `/releases/${id}/promote`;
  const text = await (await manager().get(promote)).text();
  expect([phase, text]).toEqual(["held", expect.stringContaining(contracts?.found?.[0] ?? "nothing")]);
  const given = { ...fieldsOf(text), reason: "storefront follows today" };
  desk.change(id, { contracts: { found: [...(contracts?.found ?? []), "another one"] } });
  await manager().post(promote, given);
  expect(desk.asked).toEqual([]);
  desk.change(id, { contracts });
  expect((await manager().post(promote, given)).status).toBe(303);
  expect(desk.asked).toMatchObject([{ id, what: "promote", reason: "storefront follows today" }]);
});
