import { setTimeout as sleep } from "node:timers/promises";
import { isReady, type Kube, type Pod, readPods, withPortForward } from "@caravan/cluster";
import { AppContracts, sideBySide, type Version } from "@caravan/contract-check";
import type { Release, ReleaseTask } from "@caravan/contracts";
import { NotKnown } from "@caravan/release-engine";
import { namespaces } from "@caravan/toolchain";
import * as v from "valibot";

/** What reads the contracts that a pod's image carries; undefined when it carries none. @throws Error when the pod does not answer */
type ReadContracts = (pod: string) => Promise<AppContracts | undefined>;

/** Pods that are asked at once: each takes a kubectl. */
const atOnce = 4;
/** How often a pod is asked, since it may be ending or just begin. */
const attempts = 3;

const readFrom =
  (kube: Kube): ReadContracts =>
  (pod) =>
    withPortForward(kube, namespaces.shop, `pod/${pod}`, async (origin) => {
      const reply = await fetch(`${origin}/healthz/contracts`, { signal: AbortSignal.timeout(10_000) });
      if (reply.status === 404) return undefined;
      return v.parse(AppContracts, await reply.json());
    });

/** Asks up to three times. @throws what the last attempt threw */
const patiently = async <T>(ask: (attempt: number) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(attempt);
    } catch (error) {
      if (attempt >= attempts) throw error;
      await sleep(2_000);
    }
  }
};

/** The ready pods of each version of each app. */
const podsByVersion = (pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> => {
  const serving = pods.filter(
    (pod) =>
      isReady(pod) &&
      pod.metadata.deletionTimestamp === undefined &&
      pod.metadata.labels.app !== undefined &&
      ["v1", "v2"].includes(pod.metadata.labels.version ?? ""),
  );
  return Map.groupBy(serving, ({ metadata: { labels } }) => `${labels.app} ${labels.version}`);
};

/** What is known of the contracts of all that serve. */
interface Known {
  readonly versions: readonly Version[];
  /** Versions whose image carries none. */
  readonly unknown: readonly string[];
  /** Versions none of whose pods answered, each with why. */
  readonly unread: readonly string[];
}

const readVersions = async (pods: readonly Pod[], read: ReadContracts): Promise<Known> => {
  const waiting = [...podsByVersion(pods)];
  const known = { versions: [] as Version[], unknown: [] as string[], unread: [] as string[] };
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, ready] = next;
      const [app = "", version = ""] = name.split(" ");
      try {
        // Another pod of the same version says the same.
        const contracts = await patiently((attempt) =>
          read(ready[attempt % ready.length]?.metadata.name ?? app),
        );
        if (contracts) known.versions.push({ version, contracts });
        else known.unknown.push(name);
      } catch (error) {
        known.unread.push(`${name} (${error instanceof Error ? error.message : String(error)})`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return known;
};

/** What breaks while v2 of an app serves beside every version that runs, and which of them say nothing about their contracts. */
export const contractBreaks = async (
  app: string,
  pods: readonly Pod[],
  read: ReadContracts,
): Promise<Omit<Known, "versions"> & { readonly breaks: readonly string[] }> => {
  const { versions, ...rest } = await readVersions(pods, read);
  const isFresh = ({ version, contracts }: Version) => contracts.app === app && version === "v2";
  const fresh = versions.find(isFresh);
  const others = versions.filter((one) => !isFresh(one));
  return { ...rest, breaks: fresh ? sideBySide(fresh, others) : [] };
};

/**
 * Whether what a release waits for brings its new version among those that serve, so that contracts are compared first. The way back never
 * asks: the version before served already, and it lacks what the new one added.
 */
export const bringsNewVersion = (
  { do: kind, image }: Pick<ReleaseTask, "do" | "image">,
  { previous }: Pick<Release, "previous">,
): boolean => kind === "start canary" || (kind === "make stable" && image !== previous);

/** The pods of the shop, once v2 of an app has a ready one: without it nothing would be compared. @throws NotKnown when it has none */
const podsWithNew = (kube: Kube, app: string): Promise<readonly Pod[]> =>
  patiently(async () => {
    const pods = await readPods(kube, { namespace: namespaces.shop });
    if (podsByVersion(pods).has(`${app} v2`)) return pods;
    throw new Error(`v2 of ${app} has no pod that is ready, so its contracts are not known`);
  }).catch((cause: unknown) => {
    throw new NotKnown(cause instanceof Error ? cause.message : String(cause), { cause });
  });

/**
 * Asks the pods of the shop for the contracts of their images, and compares those of v2 of an app with those of all that serve.
 *
 * @throws Error that names the first break, by route or event and by the versions that it is between; NotKnown when nothing breaks as far as
 * is known, and a version was not read, or v2 has no ready pod
 */
export const requireCompatible = async (kube: Kube, app: string, read = readFrom(kube)): Promise<void> => {
  const { breaks, unknown, unread } = await contractBreaks(app, await podsWithNew(kube, app), read);
  if (unknown.length > 0)
    console.error(
      `These images carry no contracts, so nothing is known about them: ${unknown.toSorted().join(", ")}.`,
    );
  const [first, ...more] = breaks;
  if (first === undefined) {
    if (unread.length === 0) return;
    throw new NotKnown(`contracts cannot be read: ${unread.toSorted().join("; ").slice(0, 260)}`);
  }
  for (const line of breaks) console.error(`contracts of ${app}: ${line}`);
  const rest = more.length === 0 ? "" : `; and ${more.length} more`;
  throw new Error(`contracts: ${first.slice(0, 260)}${rest}`);
};
