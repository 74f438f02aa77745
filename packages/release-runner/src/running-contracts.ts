import { AppContracts } from "@caravan/contract-check/side-by-side";
import { isReady, type Kubernetes, type Pod, questions } from "@caravan/mesh";
import { NotKnown } from "@caravan/release-engine";
import * as v from "valibot";
import { whyFailed } from "./why-failed.ts";

/** Pods that are asked at once: each question runs a program beside the app. */
const atOnce = 4;
/** Of pods that say the same, so many are asked. */
const mostAsked = 3;
/** Images whose contracts are remembered: more than a shop runs during a release. */
const mostRemembered = 200;

/** What the image of a pod says of itself: null when it carries no contracts. */
const Answer = v.pipe(v.string(), v.parseJson(), v.nullable(AppContracts));

/** A version that a pod serves, by the image that it runs: a rollout runs two. */
export interface Serving {
  /** `order v2` */
  readonly name: string;
  readonly app: string;
  readonly version: string;
  readonly image: string;
  readonly pod: Pod;
}

/** Pods that say the same. */
type Same = readonly [Serving, ...Serving[]];

/** The contracts that an image carries, null when it has none, and `unread` when no pod of it answered. */
export type Said = AppContracts | null | "unread";

const servingOf = (pod: Pod): readonly Serving[] => {
  const { app, version = "" } = pod.metadata.labels;
  if (app === undefined || !["v1", "v2"].includes(version) || !isReady(pod)) return [];
  const image = pod.status.containerStatuses?.find(({ name }) => name === app)?.imageID ?? "";
  return [{ name: `${app} ${version}`, app, version, image, pod }];
};

/** The ready pods, by version and image. */
const serving = (pods: readonly Pod[]): readonly Same[] =>
  [...Map.groupBy(pods.flatMap(servingOf), ({ name, image }) => `${name} ${image}`).values()].flatMap(
    ([first, ...others]): Same[] => (first ? [[first, ...others]] : []),
  );

/** Does all of these, some at once. @throws what the first of them throws */
const each = async <T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> => {
  const waiting = [...all];
  const take = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, take));
};

/** Waits for work, and no longer than this. */
const atMost = async (work: Promise<void>, milliseconds: number): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** The contracts of all that serves. */
export interface RunningContracts {
  /** The versions that serve. @throws NotKnown when pods cannot be listed */
  list(): Promise<readonly Same[]>;
  /**
   * What they carry. Each pod is asked in its own container, whatever its weight.
   *
   * @param milliseconds after which the rest is unread; what is read later is remembered all the same
   */
  read(all: readonly Same[], milliseconds?: number): Promise<readonly (readonly [Serving, Said])[]>;
}

/** Reads the contracts that the images of a shop's pods carry. An image is asked once, since its digest says what it holds. */
export const openRunningContracts = (
  { pods, exec }: Pick<Kubernetes, "pods" | "exec">,
  shop: string,
): RunningContracts => {
  const remembered = new Map<string, AppContracts | null>();
  const remember = (image: string, said: AppContracts | null): void => {
    if (image !== "") remembered.set(image, said);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= mostRemembered) break;
      remembered.delete(oldest);
    }
  };
  const ask = async (same: Same): Promise<Said> => {
    const [{ app, image }] = same;
    const before = remembered.get(image);
    if (before !== undefined) return before;
    for (const { pod } of same.slice(0, mostAsked)) {
      const said = v.safeParse(Answer, await exec(pod, app, questions.contracts.command).catch(() => ""));
      if (!said.success) continue;
      remember(image, said.output);
      return said.output;
    }
    return "unread";
  };
  return {
    list: async () =>
      serving(
        await pods(shop).catch((cause: unknown) => {
          throw new NotKnown(`pods cannot be listed: ${whyFailed(cause)}`, { cause });
        }),
      ),
    async read(all, milliseconds) {
      const known = new Map<Same, Said>();
      const reading = each(all, async (same) => {
        known.set(same, await ask(same));
      });
      await (milliseconds === undefined ? reading : atMost(reading, milliseconds));
      return all.map((same) => {
        const said = known.get(same);
        return [same[0], said === undefined ? "unread" : said] as const;
      });
    },
  };
};
