import { newId } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { openFakeUser, outcome } from "./testing/fake-user.ts";

const staff = { subject: newId("usr"), scopes: ["shopper", "staff"] } as const;

describe("another service", () => {
  it("learns which accounts there are, by their ids and nothing else", async () => {
    const { signUp, send } = await openFakeUser();
    const ada = await signUp();
    const ids = [ada.subject, newId("usr")].join(",");
    expect(await (await send("GET", `/v1/accounts?ids=${ids}`)).json()).toEqual({ items: [ada.subject] });
    await send("POST", "/v1/users/me/erase", { password: "correct horse" }, ada);
    expect(await (await send("GET", `/v1/accounts?ids=${ids}`)).json()).toEqual({ items: [] });
  });
});

describe("staff", () => {
  const lookUp = async (email: string, who: { subject: string; scopes: ("shopper" | "staff")[] }) => {
    const { signUp, send } = await openFakeUser();
    const ada = await signUp();
    const reply = await send("POST", "/v1/staff/account-lookups", { email }, who);
    return { ada, reply };
  };
  const member = { ...staff, scopes: [...staff.scopes] };

  it("finds the id of an account by its e-mail address, in any spelling", async () => {
    const { ada, reply } = await lookUp(" ADA@example.com ", member);
    expect([reply.status, await reply.json()]).toEqual([200, { userId: ada.subject }]);
  });

  it("is told of an address without an account, and the reply does not repeat it", async () => {
    const { reply } = await lookUp("bob@example.com", member);
    const text = await reply.text();
    expect([reply.status, JSON.parse(text).code]).toEqual([404, "user-unknown"]);
    expect(text).not.toContain("bob@");
  });

  it("alone may look: no shopper learns who has an account", async () => {
    const { reply } = await lookUp("ada@example.com", { subject: newId("usr"), scopes: ["shopper"] });
    expect(await outcome(reply)).toEqual([403, "scope-missing"]);
  });
});
