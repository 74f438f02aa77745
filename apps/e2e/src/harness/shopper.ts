import { Order, type orderRoutes, type RouteBody } from "@caravan/contracts";
import { execa } from "execa";
import { Agent, type Dispatcher } from "undici";
import * as v from "valibot";
import { shop } from "./shop.ts";

/** How many addresses shoppers come from: the ingress limits the rate of each, as it would in the street. */
const addressCount = 60;

let agents: Promise<Agent[]> | undefined;

const openAgents = async (): Promise<Agent[]> => {
  const { hostname } = new URL((await shop()).shop);
  const { stdout } = await execa("ip", ["-j", "route", "get", hostname]);
  const route = v.parse(v.array(v.object({ dev: v.string() })), JSON.parse(stdout))[0];
  if (route === undefined || !route.dev.startsWith("cvn")) return [new Agent()]; // not the embedded cluster
  const network = hostname.split(".").slice(0, 3).join(".");
  const addresses = Array.from({ length: addressCount }, (_, i) => `${network}.${i + 10}`);
  await Promise.all(
    addresses.map((address) => execa("ip", ["address", "replace", `${address}/32`, "dev", route.dev])),
  );
  return addresses.map((localAddress) => new Agent({ localAddress }));
};

let nextShopper = 0;

/** A reply as the shopper got it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON. */
  json(): unknown;
}

/** Somebody with an address and a guest cookie of their own. */
export interface Shopper {
  readonly cookie: string;
  send(
    method: Dispatcher.HttpMethod,
    path: string,
    options?: { headers?: Record<string, string>; body?: string },
  ): Promise<Reply>;
  placeOrder(body: RouteBody<typeof orderRoutes.placeOrder>, key?: string): Promise<Reply>;
}

/** Opens the shop's start page as a new shopper. */
export const newShopper = async (): Promise<Shopper> => {
  agents ??= openAgents();
  const open = await agents;
  const agent = open[nextShopper++ % open.length];
  if (agent === undefined) throw new Error("no agent");
  const { shop: origin } = await shop();
  let cookie = "";
  const send: Shopper["send"] = async (method, path, options = {}) => {
    const headers = { ...(cookie === "" ? {} : { cookie }), ...options.headers };
    // The path goes out as it is written: a URL parser would tidy up what some tests are about.
    const response = await agent.request({ origin, path, method, headers, body: options.body ?? null });
    const text = await response.body.text();
    return { status: response.statusCode, headers: response.headers, text, json: () => JSON.parse(text) };
  };
  const home = await send("GET", "/");
  cookie =
    [home.headers["set-cookie"] ?? []]
      .flat()
      .find((line) => line.startsWith("caravan-guest="))
      ?.split(";")[0] ?? "";
  if (cookie === "") throw new Error(`the start page answered ${home.status} and set no guest cookie`);
  return {
    cookie,
    send,
    placeOrder: (body, key = crypto.randomUUID()) =>
      send("POST", "/v1/orders", {
        headers: { "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify(body),
      }),
  };
};

/** The order in a 201 reply. */
export const orderIn = (reply: Reply): Order => {
  if (reply.status !== 201) throw new Error(`expected 201, got ${reply.status}: ${reply.text.slice(0, 300)}`);
  return v.parse(Order, reply.json());
};

/** Which version of each service took part in a reply: `{ order: "v1", inventory: "v2" }`. */
export const servedBy = (reply: Reply): Record<string, string> =>
  Object.fromEntries(
    String(reply.headers["x-served-by"] ?? "")
      .split(", ")
      .map((entry) => entry.split("=") as [string, string]),
  );
