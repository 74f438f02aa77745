import { overPool, type Reply } from "@caravan/buyer";
import { Problem, Session } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nextAgent } from "../harness/agents.ts";
import { Echoed, echoHost, startEcho } from "../harness/echo.ts";
import { shop } from "../harness/shop.ts";
import { newAccount, newShopper, orderIn } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import { badTokens } from "../ownership/tokens.ts";

type Fields = Readonly<Record<string, string>>;
let origin: string;
const ask = async (path: string, headers: Fields, method: "GET" | "POST" = "GET"): Promise<Reply> =>
  overPool(await nextAgent())({ origin, method, path, headers });
const sendJson = async (path: string, headers: Fields, body: object): Promise<Reply> =>
  overPool(await nextAgent())({
    ...{ origin, path, method: "POST", body: JSON.stringify(body) },
    headers: { ...headers, "content-type": "application/json" },
  });

let token: string;
beforeAll(async () => {
  origin = (await shop()).shop;
  const reply = await ask("/v1/guests", {}, "POST");
  token = v.parse(Session, reply.json()).accessToken;
});

const setCookies = ({ headers }: Reply): string[] => [headers["set-cookie"] ?? []].flat();
const basic = "Basic cHJldmlldzpzZWNyZXQ=";

describe("a client's header", () => {
  let echo: Awaited<ReturnType<typeof startEcho>>;
  beforeAll(async () => {
    echo = await startEcho();
    await until("the gateway knows the echo", async () =>
      (await echoed({})).host === echoHost ? true : undefined,
    );
  });
  afterAll(() => echo.stop());
  const echoed = async (headers: Fields, path = "/v1/x"): Promise<Record<string, string>> =>
    v.parse(Echoed, (await ask(path, { host: echoHost, ...headers })).json());

  it("with a name reserved for the mesh is dropped by the gateway", async () => {
    const forged = [
      ...["x-caravan-subject", "x-caravan-scope", "x-caravan-formerly", "x-caravan-anything"],
      ...["x-deadline-ms", "x-served-by", "dapr-app-id", "dapr-api-token", "dapr-caller-app-id"],
      ...["x-forwarded-client-cert", "traceparent", "tracestate", "baggage", "x-b3-traceid", "b3"],
      ...[
        "x-envoy-upstream-rq-timeout-ms",
        "x-envoy-max-retries",
        "x-envoy-external-address",
        "x-envoy-fault-delay-request",
      ],
      ...[
        "forwarded",
        "x-real-ip",
        "x-forwarded-host",
        "x-forwarded-for",
        "x-request-id",
        "x-forwarded-proto",
      ],
    ];
    const got = await echoed(Object.fromEntries(forged.map((name) => [name, "forged"])));
    expect(Object.entries(got).filter(([, value]) => value.includes("forged"))).toEqual([]);
  });
  it("with its address is replaced: the app gets only the connection's address", async () => {
    const got = await echoed({ "x-forwarded-for": "6.6.6.6, 10.0.0.1" });
    expect(got["x-forwarded-for"]).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(origin).toContain(got["x-forwarded-for"]?.replace(/\.\d+$/, "."));
  });
  it("for another server is not forwarded: an Authorization without a bearer token", async () => {
    expect(await echoed({ authorization: basic })).not.toHaveProperty("authorization");
  });
  it.each<[string, string, () => Fields]>([
    ["the header's token", "/v1/x", () => ({ authorization: `Bearer ${token}` })],
    ["a scheme in lower case", "/v1/x", () => ({ authorization: `bearer ${token}` })],
    ["the cookie's token, for the API", "/v1/x", () => ({ cookie: `a=b; caravan-access=${token}; c=d` })],
    ["the cookie's token, for a page", "/x", () => ({ cookie: `caravan-access=${token}` })],
    ["both", "/v1/x", () => ({ authorization: `Bearer ${token}`, cookie: `caravan-access=${token}` })],
    [
      "the header's, whatever the cookie",
      "/v1/x",
      () => ({ authorization: `Bearer ${token}`, cookie: "caravan-access=x" }),
    ],
    [
      "the cookie's, whatever the header",
      "/x",
      () => ({ authorization: "Bearer x", cookie: `caravan-access=${token}` }),
    ],
    [
      "the cookie's beside basic authentication",
      "/x",
      () => ({ authorization: basic, cookie: `caravan-access=${token}` }),
    ],
  ])("with a token is read in one place: %s (%s)", async (_, path, headers) => {
    const got = await echoed(headers(), path);
    expect(got.authorization).toBe(`Bearer ${token}`);
    expect(got["x-caravan-subject"]).toMatch(/^gst_[0-9a-f-]{36}$/);
  });
});

describe("an invalid token", () => {
  const refusalOf = (reply: Reply) => {
    expect(reply.headers["content-type"]).toBe("application/problem+json");
    return [reply.status, v.parse(Problem, reply.json()).code];
  };
  it("in the header is refused by the API, whatever the path", async () => {
    for (const [what, bad] of Object.entries(await badTokens()))
      for (const path of ["/v1/products", "/v1/orders"]) {
        const reply = await ask(path, { authorization: `Bearer ${bad}` });
        expect(refusalOf(reply), what).toEqual([401, "token-invalid"]);
        expect(reply.headers["www-authenticate"], what).toContain("invalid_token");
      }
  });
  it("in the cookie does not stop its shopper from seeing products and signing in again, and is no identity", async () => {
    const account = newAccount();
    const { email, password } = account;
    const { subject } = v.parse(Session, (await sendJson("/v1/users", {}, account)).json());
    for (const [what, bad] of Object.entries(await badTokens())) {
      const cookie = `caravan-access=${bad}`;
      expect((await ask("/v1/products", { cookie })).status, what).toBe(200);
      const signedIn = await sendJson("/v1/sessions", { cookie }, { email, password });
      expect(v.parse(Session, signedIn.json()).subject, what).toBe(subject);
      for (const path of ["/v1/orders", "/v1/staff/orders"])
        expect(refusalOf(await ask(path, { cookie })), what).toEqual([401, "sign-in-needed"]);
    }
  });
  it("in the cookie does no harm to a good one in the header", async () => {
    const cookie = "caravan-access=stale";
    expect((await ask("/v1/orders", { cookie, authorization: `Bearer ${token}` })).status).toBe(200);
  });
  it("is ignored by pages, and its cookie is deleted", async () => {
    for (const [what, bad] of Object.entries(await badTokens())) {
      const page = await ask("/", { accept: "text/html", cookie: `caravan-access=${bad}` });
      expect([page.status, page.headers["content-type"]], what).toEqual([
        200,
        expect.stringContaining("text/html"),
      ]);
      expect(setCookies(page), what).toEqual([expect.stringMatching(/^caravan-access=; Max-Age=0/)]);
    }
  });
  it("prevents neither signing out nor loading pictures", async () => {
    const cookie = "caravan-access=stale";
    expect((await ask("/sign-out", { origin, cookie }, "POST")).status).toBe(303);
    expect((await ask("/pictures/CAR-0001.svg", { cookie })).status).toBe(200);
  });
});

describe("https", () => {
  it("cannot be claimed by a client: cookies follow the connection", async () => {
    const { pathname } = new URL(origin);
    const page = await ask(pathname, { "x-forwarded-proto": "https", cookie: "caravan-access=stale" });
    expect(setCookies(page).join()).not.toContain("Secure");
  });
});

describe("the bank", () => {
  it("has its own host: browsers send it none of the shop's cookies, which are bound to the host alone", async () => {
    const buyer = await newShopper();
    const order = orderIn(await buyer.placeOrder({ lines: [{ sku: "CAR-0006", quantity: 1 }] }));
    const { confirmationUrl } = await buyer.startPayment(order.id);
    const page = new URL(confirmationUrl ?? "");
    expect(page.hostname).not.toBe(new URL(origin).hostname);
    const reply = await overPool(await nextAgent())({
      ...{ origin: page.origin, method: "GET", path: page.pathname, headers: { accept: "text/html" } },
    });
    expect(reply.status).toBe(200);
  });
});
