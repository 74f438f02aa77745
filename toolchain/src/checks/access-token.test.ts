import { accessCookieName, claimHeaders, cohortHeader, tokenAudience, tokenIssuer } from "@caravan/contracts";
import * as v from "valibot";
import { expect, it } from "vitest";
import { LuaFactory } from "wasmoon";
import { luaOf } from "./edge.ts";
import { root } from "./manifests.ts";
import { istioObjects, renderShop } from "./render.ts";

const edge = istioObjects(await renderShop());
const engines = new LuaFactory();

/** Envoy's handle of a request, as far as the two scripts use it, and the filter between them, which believes "good" alone. */
const gateway = `
  local function run(script)
    envoy_on_request = nil
    load(script)()
    envoy_on_request(request)
  end
  function pass(first, second, fields)
    local metadata, status = {}, nil
    local headers = {
      get = function(_, name) return fields[name] end,
      getNumValues = function(_, name) return fields[name] and 1 or 0 end,
      getAtIndex = function(_, name) return fields[name] end,
      replace = function(_, name, value) fields[name] = value end,
      remove = function(_, name) fields[name] = nil end,
    }
    local kept = {
      set = function(_, filter, key, value) metadata[filter] = { [key] = value } end,
      get = function(_, filter) return metadata[filter] end,
    }
    request = {
      headers = function() return headers end,
      streamInfo = function() return { dynamicMetadata = function() return kept end } end,
      respond = function(_, answer) status = answer[":status"] end,
    }
    run(first)
    if fields.authorization == "Bearer good" then
      fields["x-caravan-subject"] = "gst_1"
      fields["x-caravan-bucket"] = fields.bucket
      fields["x-caravan-scope"] = fields.scope
    end
    run(second)
    if status then return status end
    if fields["x-release-cohort"] then return "x-release-cohort" end
    local cohort = fields["x-caravan-cohort"] and ", " .. fields["x-caravan-cohort"] or ""
    return (fields.authorization or "no token") .. ", " .. (fields["x-caravan-subject"] or "no identity") .. cohort
  end
`;
const [first, second] = ["caravan.one-token", "caravan.only-good-tokens"].map((name) => luaOf(edge, name));

const pass = async (
  path: string,
  header?: string,
  cookie?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const fields = Object.entries({ ":path": path, authorization: header, cookie, ...more }).flatMap(
    ([name, value]) => (value === undefined ? [] : `[${JSON.stringify(name)}] = ${JSON.stringify(value)}`),
  );
  const scripts = [first, second].map((script) => `[==[${script}]==]`);
  const lua = await engines.createEngine();
  try {
    const code = `${gateway}\nreturn pass(${scripts.join()}, { ${fields.join()} })`;
    return v.parse(v.string(), await lua.doString(code));
  } finally {
    lua.global.close();
  }
};

const good = `${accessCookieName}=good`;
const bad = `a=b; ${accessCookieName}=bad`;
const believed = "Bearer good, gst_1";
const unknown = "no token, no identity";

it.each([
  ["/v1/products", "Bearer good", undefined, believed],
  ["/v1/products", "bearer good", undefined, believed],
  ["/v1/products", undefined, good, believed],
  // Looks at products and signs in again, as a visitor without an account.
  ["/v1/products", undefined, bad, unknown],
  ["/v1/sessions", undefined, bad, unknown],
  // The app refuses it: the caller is unknown.
  ["/v1/orders", undefined, bad, unknown],
  ["/v1/products", "Bearer bad", undefined, "401"],
  ["/v1/products", "Bearer bad", good, "401"],
  ["/v1/products", "Bearer good", bad, believed],
  ["/v1/products", "Basic cHJldg==", bad, unknown],
  ["/v1/products", "Basic cHJldg==", good, believed],
  ["/", "Bearer bad", undefined, unknown],
  ["/", "Bearer bad", good, believed],
  ["/", undefined, bad, unknown],
  ["/pictures/x.svg", "Bearer good", good, unknown],
  ["/.well-known/jwks.json", undefined, bad, unknown],
])("%s with %s in the header and %s in the cookie: %s", async (path, header, cookie, outcome) => {
  expect(await pass(path, header, cookie)).toBe(outcome);
});

it("a token that is not good is no identity anywhere, wherever it stands", async () => {
  for (const path of ["/", "/v1/", "/v1/orders", "/v1/staff/orders", "/cart", "/pictures/x.svg"])
    for (const header of [undefined, "Bearer bad", "Bearer bad, Bearer good", "Basic x"])
      for (const cookie of [undefined, bad])
        expect(await pass(path, header, cookie), `${path} ${header} ${cookie}`).not.toContain("gst_1");
});

it.each([
  [{ bucket: "042" }, ", 042"],
  [{}, ""],
  [{ bucket: "042", scope: "staff" }, ", staff,042"],
  [{ bucket: "042", scope: "release-manager staff", "x-release-cohort": "testers" }, ", testers,042"],
  [{ scope: "staff", "x-release-cohort": "testers" }, ", testers"],
  [{ bucket: "042", scope: "staff", "x-release-cohort": "a,007" }, ", staff,042"],
  [{ bucket: "042", "x-release-cohort": "testers" }, ", 042"],
  [{ bucket: "042", scope: "staffing", "x-release-cohort": "testers" }, ", 042"],
])("a good token with %j is of the cohort%s", async (more, cohort) => {
  expect(await pass("/v1/products", "Bearer good", undefined, more)).toBe(`${believed}${cohort}`);
  expect(await pass("/", undefined, good, more)).toBe(`${believed}${cohort}`);
  expect(await pass("/", undefined, bad, { bucket: "042" })).toBe(unknown);
});

it("the mesh has the rule of tokens as the contracts define it (`vitest --update` writes it)", () => {
  const claims = Object.entries(claimHeaders).map(([claim, header]) => ({ header, claim }));
  const rule = {
    issuer: tokenIssuer,
    audience: tokenAudience,
    cookie: accessCookieName,
    cohort: cohortHeader,
    claims,
  };
  return expect(`${JSON.stringify(rule, null, 2)}\n`).toMatchFileSnapshot(
    `${root}/mesh/istio/access-token.json`,
  );
});
