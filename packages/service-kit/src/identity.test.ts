import { type Access, accessCookieName, defineRoute } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  type Caller,
  callContext,
  createRouter,
  formerlyHeader,
  scopeHeader,
  subjectHeader,
} from "./index.ts";

const guest = "gst_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20";
const user = "usr_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20";

const route = (access: Access) =>
  defineRoute({
    id: access,
    method: "POST",
    path: `/v1/${access}`,
    summary: "Returns the caller.",
    access,
    success: { status: 200, body: v.object({ who: v.nullable(v.string()), raw: v.nullable(v.string()) }) },
    refusals: [],
  });
const accesses = [
  ...(["public", "shopper", "account", "staff", "release-manager", "release-viewer"] as const),
  ...(["service", "callback"] as const),
];
const routes = Object.fromEntries([...accesses, "api-key" as const].map((access) => [access, route(access)]));
const router = createRouter({ app: "demo", version: "v1", apiKey: "the-key" }).mount(
  routes,
  Object.fromEntries(
    Object.keys(routes).map((access) => [
      access,
      async ({ shopperId, staffId, rawBody }) => ({
        who: shopperId ?? staffId ?? null,
        raw: rawBody ?? null,
      }),
    ]),
  ),
);

const ask = async (access: Access, headers: Record<string, string> = {}, body = "") => {
  const response = await router.request(`/v1/${access}`, { method: "POST", headers, body });
  const { who, raw, code } = (await response.json()) as Record<string, string | null>;
  return { status: response.status, said: code ?? who, raw };
};
const as = (subject: string, scope: string) => ({ [subjectHeader]: subject, [scopeHeader]: scope });

describe("the access of a route", () => {
  it.each<[Access, Record<string, string>, number, string | null]>([
    ["public", {}, 200, null],
    ["service", {}, 200, null],
    ["shopper", {}, 401, "sign-in-needed"],
    ["shopper", as(guest, "guest"), 200, guest],
    ["shopper", as(user, "shopper"), 200, user],
    ["shopper", as("not an id", "shopper"), 401, "sign-in-needed"],
    ["account", as(guest, "guest"), 403, "account-needed"],
    ["account", as(user, "shopper"), 200, user],
    ["staff", {}, 401, "sign-in-needed"],
    ["staff", as(user, "shopper release-manager"), 403, "scope-missing"],
    ["staff", as(user, "shopper staff"), 200, user],
    ["staff", as(user, "xstaff staffx"), 403, "scope-missing"],
    ["release-manager", as(user, "shopper staff"), 403, "scope-missing"],
    ["release-manager", as(user, "release-manager"), 200, user],
    ["release-viewer", {}, 401, "sign-in-needed"],
    ["release-viewer", as(user, "shopper"), 403, "scope-missing"],
    ["release-viewer", as(user, "shopper staff"), 200, user],
    ["release-viewer", as(user, "release-manager"), 200, user],
    ["api-key", {}, 401, "api-key-unknown"],
    ["api-key", { authorization: "Bearer another" }, 401, "api-key-unknown"],
    ["api-key", { authorization: "Bearer the-key" }, 200, null],
    ["api-key", { authorization: "bearer  the-key" }, 200, null],
    ["api-key", { authorization: "Basic the-key" }, 401, "api-key-unknown"],
  ])("%s with %j: %i %s", async (access, headers, status, said) => {
    expect(await ask(access, headers)).toMatchObject({ status, said });
  });
  it("a callback is passed on raw, whatever its media type", async () => {
    expect(await ask("callback", { "content-type": "text/plain" }, "{ not json")).toMatchObject({
      status: 200,
      raw: "{ not json",
    });
  });
});

describe("the caller, and the token for calls in their name", () => {
  const router = createRouter({ app: "demo", version: "v1" });
  let seen: { caller: Caller | undefined; token: string | undefined };
  router.mount(
    { public: route("public") },
    {
      public: async ({ caller }) => {
        seen = { caller, token: callContext()?.headers.authorization };
        return { who: null, raw: null };
      },
    },
  );
  const asked = async (headers: Record<string, string>) => {
    await router.request("/v1/public", { method: "POST", headers });
    return seen;
  };
  const cookie = `theme=dark; ${accessCookieName}=of.the.cookie`;
  const verified = as(user, "shopper");

  it.each([
    ["the header", { authorization: "Bearer of.the.header" }, "Bearer of.the.header"],
    ["a scheme in lower case", { authorization: "bearer of.the.header" }, "Bearer of.the.header"],
    ["the cookie", { cookie }, "Bearer of.the.cookie"],
    [
      "the header before the cookie",
      { authorization: "BEARER of.the.header", cookie },
      "Bearer of.the.header",
    ],
    [
      "the cookie behind basic authentication",
      { authorization: "Basic cHJldmlldw==", cookie },
      "Bearer of.the.cookie",
    ],
    ["nothing", {}, undefined],
  ])("a verified token comes from %s", async (_, headers, token) => {
    expect(await asked({ ...verified, ...headers })).toEqual({
      caller: { subject: user, scopes: ["shopper"] },
      token,
    });
  });

  it("a token that the mesh did not verify is not passed on", async () => {
    for (const headers of [{ authorization: "Bearer of.the.header" }, { cookie }])
      expect(await asked(headers)).toEqual({ caller: undefined, token: undefined });
  });

  it("the same token twice is one caller, two different ones are none", async () => {
    const twice = { [subjectHeader]: `${user}, ${user}`, [scopeHeader]: "shopper staff,shopper staff" };
    expect((await asked(twice)).caller).toEqual({ subject: user, scopes: ["shopper", "staff"] });
    expect((await asked({ ...twice, [subjectHeader]: `${user}, ${guest}` })).caller).toBeUndefined();
    expect((await asked({ ...twice, [scopeHeader]: "shopper, shopper staff" })).caller?.scopes).toEqual([]);
  });

  it("an account may have been a guest before, and no other combination counts", async () => {
    const formerly = (subject: string, was: string) =>
      asked({ ...as(subject, "shopper"), [formerlyHeader]: was });
    expect((await formerly(user, guest)).caller?.formerly).toBe(guest);
    expect((await formerly(user, `${guest}, ${guest}`)).caller?.formerly).toBe(guest);
    for (const [subject, was] of [
      [user, user],
      [user, ""],
      [user, "x"],
      [guest, guest],
    ] as const)
      expect((await formerly(subject, was)).caller).not.toHaveProperty("formerly");
  });
});
