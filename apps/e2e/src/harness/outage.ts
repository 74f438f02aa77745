import type { RouteDefinition } from "@caravan/contracts";
import { routesOf } from "@caravan/contracts/apis";
import { declaredServices } from "@caravan/toolchain";
import * as v from "valibot";
import { expect } from "vitest";
import { openBrowser } from "./browser.ts";
import { kubectl, rolledOut, scale } from "./kubectl.ts";
import { until } from "./until.ts";

/** An app or a data store that a proof can take down. */
interface Part {
  readonly namespace: string;
  readonly workload: string;
  /** A path at the front door that the part answers. */
  readonly path: string | undefined;
}

/** Of all paths that an app answers at the front door, whatever the answer. */
const frontDoorPath = (app: string): string => {
  const atFrontDoor = ({ method, access }: RouteDefinition) =>
    method === "GET" && access !== "service" && access !== "callback";
  return routesOf(app).find(atFrontDoor)?.path.replaceAll(/:\w+/g, "x") ?? "/robots.txt";
};

/** @throws Error when there is no such app or store */
const partNamed = (name: string): Part => {
  if (["redis", "mariadb"].includes(name))
    return { namespace: "shop-data", workload: `statefulset/${name}`, path: undefined };
  const service = declaredServices().find((declared) => declared.name === name);
  if (service === undefined) throw new Error(`there is no app or store ${name}`);
  const workload = `deployment/${name}`;
  return service.outside
    ? { namespace: "outside", workload, path: undefined }
    : { namespace: "shop", workload, path: frontDoorPath(name) };
};

/** Waits until the front door reaches a part, or no longer does: Envoys learn of pods a little later than Kubernetes. */
const untilFrontDoor = async (part: string, finds: boolean): Promise<void> => {
  const { path } = partNamed(part);
  if (path === undefined) return;
  const browser = await openBrowser();
  await until(`the front door ${finds ? "finds" : "has lost"} ${part}`, async () =>
    ((await browser.get(path)).status !== 503) === finds ? true : undefined,
  );
};

/** Deletes the pods of these services at once and waits until new ones serve. */
export const restart = async (...parts: string[]) => {
  await kubectl("-n", "shop", "delete", "pod", "-l", `app in (${parts.join(",")})`, "--timeout=120s");
  await Promise.all(parts.map((part) => rolledOut(part)));
  await Promise.all(parts.map((part) => untilFrontDoor(part, true)));
};

/** Takes a part down like a crash, does the work, and brings the part back, also when the work fails. */
export const without = async <T>(part: string, work: (since: Date) => Promise<T>): Promise<T> => {
  const { namespace, workload } = partNamed(part);
  try {
    await scale(workload, 0, namespace);
    await kubectl("-n", namespace, "delete", "pod", "-l", `app=${part}`, "--grace-period=1", "--timeout=60s");
    await untilFrontDoor(part, false);
    return await work(new Date());
  } finally {
    await scale(workload, 1, namespace);
    await rolledOut(workload, namespace);
    await untilFrontDoor(part, true);
  }
};

/** Takes a Deployment of the platform away, does the work, and brings it back, also when the work fails. */
export const withoutDeployment = async (
  namespace: string,
  name: string,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await scale(`deploy/${name}`, 0, namespace);
    const selector = ["-l", `app=${name}`, "--for=delete", "--timeout=60s"];
    await kubectl("-n", namespace, "wait", "pod", ...selector);
    await work();
  } finally {
    await scale(`deploy/${name}`, 1, namespace);
    await rolledOut(`deployment/${name}`, namespace);
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
export const expectRefusals = async (caller: string, callee: string, since: Date): Promise<void> => {
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
