import * as v from "valibot";
import { expect } from "vitest";
import { openBrowser } from "./browser.ts";
import { kubectl, rolledOut } from "./kubectl.ts";
import { until } from "./until.ts";

/** Parts that can be taken down: namespace, workload, and a path at the front door that it answers. */
const workloads = {
  product: ["shop", "deployment/product", "/v1/products"],
  user: ["shop", "deployment/user", "/.well-known/jwks.json"],
  inventory: ["shop", "deployment/inventory", "/v1/stock?skus=CAR-0001"],
  order: ["shop", "deployment/order", "/v1/orders"],
  payment: ["shop", "deployment/payment", "/v1/staff/payments"],
  logistics: ["shop", "deployment/logistics", "/v1/shipments"],
  storefront: ["shop", "deployment/storefront", "/robots.txt"],
  bank: ["outside", "deployment/bank", undefined],
  carrier: ["outside", "deployment/carrier", undefined],
  redis: ["shop-data", "statefulset/redis", undefined],
  mariadb: ["shop-data", "statefulset/mariadb", undefined],
} as const;

/** An app or store that a proof can take down. */
export type Part = keyof typeof workloads;

/** Waits until the front door reaches a part, or no longer does: Envoys learn of pods a little later than Kubernetes. */
const untilFrontDoor = async (part: Part, finds: boolean): Promise<void> => {
  const [, , path] = workloads[part];
  if (path === undefined) return;
  const browser = await openBrowser();
  await until(`the front door ${finds ? "finds" : "has lost"} ${part}`, async () =>
    ((await browser.get(path)).status !== 503) === finds ? true : undefined,
  );
};

/** Deletes the pods of these parts at once and waits until new ones serve. */
export const restart = async (...parts: Exclude<Part, "redis" | "mariadb" | "bank" | "carrier">[]) => {
  await kubectl("-n", "shop", "delete", "pod", "-l", `app in (${parts.join(",")})`, "--timeout=120s");
  await Promise.all(parts.map((part) => rolledOut(part)));
  await Promise.all(parts.map((part) => untilFrontDoor(part, true)));
};

/** Takes a part down like a crash, does the work, and brings the part back, also when the work fails. */
export const without = async <T>(part: Part, work: (since: Date) => Promise<T>): Promise<T> => {
  const [namespace, workload] = workloads[part];
  const inNamespace = (...args: string[]) => kubectl("-n", namespace, ...args);
  try {
    await inNamespace("scale", workload, "--replicas=0");
    await inNamespace("delete", "pod", "-l", `app=${part}`, "--grace-period=1", "--timeout=60s");
    await untilFrontDoor(part, false);
    return await work(new Date());
  } finally {
    await inNamespace("scale", workload, "--replicas=1");
    await rolledOut(workload, namespace);
    await untilFrontDoor(part, true);
  }
};

const Line = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ authority: v.nullable(v.string()), response_flags: v.string() }),
);

/** Envoy's response flags for a timeout: its own, or that of the caller. */
const byWaiting = ["UT", "DC", "SI", "DT"];

/** Expects that an app's failed calls to another part ended by a refusal and none by a timeout, by the access log of its Envoy. */
export const expectRefusals = async (caller: Part, callee: Part, since: Date): Promise<void> => {
  // Envoy keeps lines of its log in a buffer for about a second.
  const flags = await until(`${caller} logged its calls to ${callee}`, async () => {
    const log = await kubectl(
      ...["-n", "shop", "logs", `deployment/${caller}`, "-c", "istio-proxy"],
      `--since-time=${since.toISOString()}`,
    );
    const found = log.split("\n").flatMap((text) => {
      const line = v.safeParse(Line, text);
      if (!line.success || !line.output.authority?.startsWith(`${callee}.`)) return [];
      return line.output.response_flags.split(",");
    });
    return found.length === 0 ? undefined : found;
  });
  expect(flags.filter((flag) => byWaiting.includes(flag))).toEqual([]);
};
