import { newId, Refusal, SavedAddress, userErased } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakeUser, outcome } from "./testing/fake-user.ts";

const address = { name: "Ada", street: "Main St 1", postalCode: "10115", city: "Berlin", country: "DE" };
const me = "/v1/users/me";

describe("an own account", () => {
  it("is shown without its password", async () => {
    const { signUp, send } = await openFakeUser();
    const ada = await signUp();
    expect(await (await send("GET", me, undefined, ada)).json()).toEqual({
      id: ada.subject,
      email: "ada@example.com",
      name: "Ada",
      scopes: ["shopper"],
      createdAt: "2026-11-21T09:30:00.000Z",
    });
  });

  it("gets a new password: every session ends, a new one starts", async () => {
    const { signUp, signIn, session, send, refresh } = await openFakeUser();
    const ada = await signUp();
    const other = await session(await signIn("ada@example.com", "correct horse"));
    const change = (currentPassword: string) =>
      send("POST", `${me}/password`, { currentPassword, newPassword: "battery staple" }, ada);
    expect(await outcome(await change("wrong"))).toEqual([401, "credentials-wrong"]);
    const fresh = await session(await change("correct horse"));
    for (const { refreshToken } of [ada, other])
      expect(await outcome(await refresh(refreshToken))).toEqual([401, "session-ended"]);
    expect((await refresh(fresh.refreshToken)).status).toBe(200);
    expect((await signIn("ada@example.com", "correct horse")).status).toBe(401);
    expect((await signIn("ada@example.com", "battery staple")).status).toBe(201);
  });

  it("limits password guesses with a stolen token, and cannot have its change locked from outside", async () => {
    const { signUp, signIn, send, hashing } = await openFakeUser();
    const ada = await signUp();
    for (let i = 0; i < 20; i += 1) await signIn("ada@example.com", "wrong");
    const change = (currentPassword: string) =>
      send("POST", `${me}/password`, { currentPassword, newPassword: "battery staple" }, ada);
    const before = hashing.length;
    for (let i = 0; i < 10; i += 1) expect((await change("wrong")).status).toBe(401);
    expect(await outcome(await change("correct horse"))).toEqual([429, "too-many-attempts"]);
    expect(hashing).toHaveLength(before + 10);
  });

  it("is exported with orders and shipments, or not at all", async () => {
    const records = { orders: async () => [{ id: "ord_1" }], shipments: async () => [{ id: "shp_1" }] };
    const { signUp, send } = await openFakeUser({ records });
    const ada = await signUp();
    const saved = await (await send("POST", `${me}/addresses`, address, ada)).json();
    const at = "2026-11-21T09:30:00.000Z";
    expect(await (await send("GET", `${me}/export`, undefined, ada)).json()).toMatchObject({
      user: { id: ada.subject, email: "ada@example.com" },
      addresses: [saved],
      sessions: [{ startedAt: at, lastUsedAt: at }],
      orders: [{ id: "ord_1" }],
      shipments: [{ id: "shp_1" }],
    });
    records.shipments = () =>
      Promise.reject(new Refusal({ kind: "unavailable", code: "callee-unavailable", detail: "away" }));
    const refused = await send("GET", `${me}/export`, undefined, ada);
    expect(await outcome(refused)).toEqual([503, "callee-unavailable"]);
  });

  it("is erased with the password only; then no data is left and the e-mail address is free", async () => {
    const { signUp, signIn, send, refresh, events } = await openFakeUser();
    const ada = await signUp();
    await send("POST", `${me}/addresses`, address, ada);
    const erase = (password: string) => send("POST", `${me}/erase`, { password }, ada);
    expect(await outcome(await erase("wrong"))).toEqual([401, "credentials-wrong"]);
    expect(events).toEqual([]);
    expect((await erase("correct horse")).status).toBe(200);
    const data = { userId: ada.subject, at: "2026-11-21T09:30:00.000Z" };
    expect(events).toEqual([{ topic: userErased.topic, data }]);
    expect(await outcome(await signIn("ada@example.com", "correct horse"))).toEqual([
      401,
      "credentials-wrong",
    ]);
    expect(await outcome(await refresh(ada.refreshToken))).toEqual([401, "session-ended"]);
    // The access token stays valid for minutes, but is refused.
    const body = { password: "correct horse" };
    const change = { currentPassword: "correct horse", newPassword: "battery staple" };
    for (const reply of [
      await send("GET", me, undefined, ada),
      await send("GET", `${me}/export`, undefined, ada),
      await send("GET", `${me}/addresses`, undefined, ada),
      await send("POST", `${me}/addresses`, address, ada),
      await send("PUT", `${me}/addresses/${newId("adr")}`, address, ada),
      await send("DELETE", `${me}/addresses/${newId("adr")}`, undefined, ada),
      await send("POST", `${me}/password`, change, ada),
      await send("POST", `${me}/erase`, body, ada),
    ])
      expect(await outcome(reply)).toEqual([401, "account-erased"]);
    expect((await signUp("ada@example.com", "battery staple")).subject).not.toBe(ada.subject);
  });
});

describe("an erased account", () => {
  it("is published with all its guests, so that other services erase their things in any order of events", async () => {
    const { guest, signUp, signIn, send, events } = await openFakeUser();
    const [first, second, other] = [await guest(), await guest(), await guest()];
    const ada = await signUp("ada@example.com", "correct horse", first);
    await signIn("ada@example.com", "correct horse", second);
    await signUp("bob@example.com", "correct horse", other);
    await send("POST", `${me}/erase`, { password: "correct horse" }, ada);
    expect(events.at(-1)).toEqual({
      topic: userErased.topic,
      data: {
        userId: ada.subject,
        at: "2026-11-21T09:30:00.000Z",
        guests: [first.subject, second.subject],
      },
    });
  });

  it("keeps its guests from joining another account", async () => {
    const { guest, signUp, send, events } = await openFakeUser();
    const visitor = await guest();
    const ada = await signUp("ada@example.com", "correct horse", visitor);
    await send("POST", `${me}/erase`, { password: "correct horse" }, ada);
    const told = events.length;
    await signUp("bob@example.com", "correct horse", visitor);
    expect(events).toHaveLength(told);
  });
});

describe("an address book", () => {
  const open = async () => {
    const user = await openFakeUser();
    const [ada, bob] = [await user.signUp(), await user.signUp("bob@example.com")];
    const list = async (who: typeof ada) =>
      (await user.send("GET", `${me}/addresses`, undefined, who)).json();
    const add = async (body: object, who = ada) =>
      v.parse(SavedAddress, await (await user.send("POST", `${me}/addresses`, body, who)).json());
    return { ...user, ada, bob, list, add };
  };

  it("adds, changes and removes addresses, and stores equal ones once", async () => {
    const { ada, add, list, send } = await open();
    const saved = await add(address);
    expect(await add({ ...address, name: " Ada " })).toEqual(saved);
    const moved = { ...address, city: "Potsdam" };
    const changed = await send("PUT", `${me}/addresses/${saved.id}`, moved, ada);
    expect(await changed.json()).toEqual({ id: saved.id, ...moved });
    expect(await list(ada)).toEqual({ items: [{ id: saved.id, ...moved }] });
    expect((await send("DELETE", `${me}/addresses/${saved.id}`, undefined, ada)).status).toBe(200);
    expect(await list(ada)).toEqual({ items: [] });
  });

  it("treats another account's address as unknown, and does not change it", async () => {
    const { ada, bob, add, list, send } = await open();
    const { id } = await add(address);
    for (const addressId of [id, newId("adr")]) {
      for (const reply of [
        await send("PUT", `${me}/addresses/${addressId}`, { ...address, city: "Eve's" }, bob),
        await send("DELETE", `${me}/addresses/${addressId}`, undefined, bob),
      ])
        expect(await outcome(reply)).toEqual([404, "address-unknown"]);
    }
    expect(await list(bob)).toEqual({ items: [] });
    expect(await list(ada)).toEqual({ items: [{ id, ...address }] });
  });

  it("holds twenty addresses", async () => {
    const { ada, add, send } = await open();
    for (let i = 0; i < 20; i += 1) await add({ ...address, street: `Street ${i}` });
    const more = await send("POST", `${me}/addresses`, address, ada);
    expect(await outcome(more)).toEqual([409, "address-book-full"]);
  });
});
