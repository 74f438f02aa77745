import { type Access, Problem, type RouteDefinition } from "@caravan/contracts";
import type { Probe } from "@caravan/toolchain/ownership";
import * as v from "valibot";
import { expect } from "vitest";
import { inPod } from "../harness/kubectl.ts";
import type { Reply, Shopper } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import type { ServedRoute } from "./routes.ts";

/** Those who try, and what they try to get at. */
export interface Attempt {
  readonly guest: Shopper;
  readonly other: Shopper;
  /** Bad tokens by what is wrong with them. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Whom the requests claim to come from. */
  readonly victimId: string;
  /** What must not be in any reply. */
  readonly secrets: readonly string[];
  /** Ids that a caller may have guessed, but that no list may name. */
  readonly ids: readonly string[];
}

const pathOf = (route: RouteDefinition, { params, query }: Probe): string =>
  route.path.replace(/:([A-Za-z]+)/g, (_, name: string) => params[name] ?? "x") +
  (query === undefined ? "" : `?${query}`);

/** All routes of staff are tried from one address, whose limit is not what is tried here. */
const send = (
  who: Shopper,
  { route, probe }: { route: RouteDefinition; probe: Probe },
  victimId: string,
  token?: string | null,
): Promise<Reply> =>
  until(`${route.method} ${route.path} is not over the limit of its address`, async () => {
    const reply = await who.send(route.method, pathOf(route, probe), {
      headers: {
        "idempotency-key": crypto.randomUUID(),
        ...(probe.body === undefined ? {} : { "content-type": "application/json" }),
        // An empty header is no token.
        ...(token === undefined ? {} : { authorization: token === null ? "" : `Bearer ${token}` }),
        // What only Envoy may say.
        "x-caravan-subject": victimId,
        "x-caravan-scope": "shopper staff release-manager",
      },
      ...(probe.body === undefined ? {} : { body: JSON.stringify(probe.body) }),
    });
    return reply.status === 429 ? undefined : reply;
  });

const expectRefusal = (reply: Reply, status: number, what: string, secrets: readonly string[]): void => {
  expect(reply.status, `${what}: ${reply.text.slice(0, 300)}`).toBe(status);
  expect(v.is(Problem, reply.json()), reply.text).toBe(true);
  for (const secret of secrets) expect(reply.text).not.toContain(secret);
};

/** The reply to a request without a token, by the route's access. */
const withoutToken: Record<Access, number | undefined> = {
  public: undefined,
  shopper: 401,
  account: 401,
  staff: 401,
  "release-manager": 401,
  "release-viewer": 401,
  service: 404,
  callback: 401,
  "api-key": 401,
};

/** The reply to a valid token of another shopper. */
const withOtherToken: Record<Access, number | undefined> = {
  ...withoutToken,
  shopper: undefined,
  account: undefined,
  staff: 403,
  "release-manager": 403,
  "release-viewer": 403,
};

type Check = (route: RouteDefinition, probe: Probe, attempt: Attempt) => Promise<void>;

/** A request without a token, whatever it claims to be. */
export const refusedWithoutToken: Check = async (route, probe, { guest, victimId, secrets }) => {
  const status = withoutToken[route.access];
  if (status === undefined) return;
  expectRefusal(await send(guest, { route, probe }, victimId, null), status, "no token", secrets);
};

/** Requests with expired or forged tokens. */
export const refusedWithBadToken: Check = async (route, probe, { guest, tokens, victimId, secrets }) => {
  for (const [what, token] of Object.entries(tokens)) {
    const reply = await send(guest, { route, probe }, victimId, token);
    // Outside of the API a token means nothing, so a bad one does no harm either.
    if (route.path.startsWith("/v1/")) expectRefusal(reply, 401, what, secrets);
    else expect(reply.status, what).toBe(200);
  }
};

/** Requests of a guest and of another account, with their own good tokens. */
export const closedToOthers: Check = async (route, probe, { guest, other, victimId, secrets, ids }) => {
  const status = withOtherToken[route.access];
  for (const [who, name] of [
    [guest, "a guest"],
    [other, "another account"],
  ] as const) {
    const ask = () => send(who, { route, probe }, victimId);
    if (status !== undefined) expectRefusal(await ask(), status, name, secrets);
    else if (who === guest && route.access === "account") expectRefusal(await ask(), 403, name, secrets);
    else if (probe.other === 404) expectRefusal(await ask(), 404, name, secrets);
    else if (probe.other === 200) {
      const reply = await ask();
      expect(reply.status, reply.text).toBeLessThan(300);
      for (const secret of [...secrets, ...ids]) expect(reply.text).not.toContain(secret);
    }
  }
};

const internal: readonly Access[] = ["service", "callback", "staff"];

/** Requests from a pod of the mesh that has no business with the app: refused by policy, whatever the path. */
export const closedToOtherServices = async (
  app: string,
  served: readonly ServedRoute[],
  probeOf: (route: RouteDefinition) => Probe,
): Promise<void> => {
  const routes = served.filter((one) => one.app === app && internal.includes(one.route.access));
  const calls = routes.map(({ route }) => ({
    url: `http://${app}.shop.svc.cluster.local:8080${pathOf(route, probeOf(route))}`,
    init: { method: route.method, headers: { "x-caravan-scope": "staff" } },
  }));
  const script = `return Promise.all(${JSON.stringify(calls)}.map(async ({ url, init }) => (await fetch(url, init)).status));`;
  const answers = await inPod(app === "product" ? "deploy/payment" : "deploy/product", script);
  expect(answers).toEqual(calls.map(() => 403));
};
