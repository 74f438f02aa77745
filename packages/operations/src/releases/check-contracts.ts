import { setTimeout as sleep } from "node:timers/promises";
import { isReady, type Kube, type Pod, readPods, withPortForward } from "@caravan/cluster";
import { AppContracts, sideBySide, type Version } from "@caravan/contract-check";
import type { Release, ReleaseTask } from "@caravan/contracts";
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
const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= attempts) throw error;
      await sleep(2_000);
    }
  }
};

/** A ready pod of each version of each app. */
const podsByVersion = (pods: readonly Pod[]): ReadonlyMap<string, Pod> => {
  const serving = pods.filter(
    (pod) =>
      isReady(pod) &&
      pod.metadata.deletionTimestamp === undefined &&
      pod.metadata.labels.app !== undefined &&
      ["v1", "v2"].includes(pod.metadata.labels.version ?? ""),
  );
  const nameOf = ({ metadata: { labels } }: Pod) => `${labels.app} ${labels.version}`;
  return new Map(serving.map((pod) => [nameOf(pod), pod]));
};

/** Versions whose contracts are known, and the names of those whose image carries none. */
const readVersions = async (pods: readonly Pod[], read: ReadContracts) => {
  const waiting = [...podsByVersion(pods)];
  const versions: Version[] = [];
  const unknown: string[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, { metadata }] = next;
      const contracts = await patiently(() => read(metadata.name)).catch((cause: unknown) => {
        throw new Error(`the contracts of ${metadata.name} cannot be read`, { cause });
      });
      if (contracts) versions.push({ version: metadata.labels.version ?? "", contracts });
      else unknown.push(name);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { versions, unknown };
};

/** What breaks while v2 of an app serves beside every version that runs, and which of them say nothing about their contracts. */
export const contractBreaks = async (
  app: string,
  pods: readonly Pod[],
  read: ReadContracts,
): Promise<{ readonly breaks: readonly string[]; readonly unknown: readonly string[] }> => {
  const { versions, unknown } = await readVersions(pods, read);
  const isFresh = ({ version, contracts }: Version) => contracts.app === app && version === "v2";
  const fresh = versions.find(isFresh);
  const others = versions.filter((one) => !isFresh(one));
  return { breaks: fresh ? sideBySide(fresh, others) : [], unknown };
};

/**
 * Whether what a release waits for brings its new version among those that serve, so that contracts are compared first. The way back never
 * asks: the version before served already, and it lacks what the new one added.
 */
export const bringsNewVersion = (
  { do: kind, image }: Pick<ReleaseTask, "do" | "image">,
  { previous }: Pick<Release, "previous">,
): boolean => kind === "start canary" || (kind === "make stable" && image !== previous);

/** The pods of the shop, once v2 of an app has a ready one: without it nothing would be compared. @throws Error when it has none */
const podsWithNew = (kube: Kube, app: string): Promise<readonly Pod[]> =>
  patiently(async () => {
    const pods = await readPods(kube, { namespace: namespaces.shop });
    if (podsByVersion(pods).has(`${app} v2`)) return pods;
    throw new Error(`v2 of ${app} has no pod that is ready, so its contracts are not known`);
  });

/**
 * Asks the pods of the shop for the contracts of their images, and compares those of v2 of an app with those of all that serve.
 *
 * @throws Error that names the first break, by route or event and by the versions that it is between; Error when v2 has no ready pod
 */
export const requireCompatible = async (kube: Kube, app: string): Promise<void> => {
  const { breaks, unknown } = await contractBreaks(app, await podsWithNew(kube, app), readFrom(kube));
  if (unknown.length > 0)
    console.error(
      `These images carry no contracts, so nothing is known about them: ${unknown.toSorted().join(", ")}.`,
    );
  const [first, ...more] = breaks;
  if (first === undefined) return;
  for (const line of breaks) console.error(`contracts of ${app}: ${line}`);
  const rest = more.length === 0 ? "" : `; and ${more.length} more`;
  throw new Error(`contracts: ${first.slice(0, 260)}${rest}`);
};
