import { AppContracts, sideBySide, type Version } from "@caravan/contract-check/side-by-side";
import { isReady, type Kubernetes, type Pod, questions } from "@caravan/mesh";
import { NotKnown } from "@caravan/release-engine";
import * as v from "valibot";
import type { CompareContracts, Comparison } from "./ports.ts";
import { whyFailed } from "./why-failed.ts";

/** Pods that are asked at once: each question runs a program beside the app. */
const atOnce = 4;
/** Of pods that say the same, so many are asked. */
const mostAsked = 3;
/** Images whose contracts are remembered: more than a shop runs during a release. */
const mostRemembered = 200;
/** Findings that are told; more of them say nothing new. */
const mostFindings = 100;
const longest = 500;

/** What the image of a pod says of itself: null when it carries no contracts. */
const Answer = v.pipe(v.string(), v.parseJson(), v.nullable(AppContracts));

/** A version that a pod serves, by the image that it runs: a rollout runs two. */
interface Serving {
  /** `order v2` */
  readonly name: string;
  readonly app: string;
  readonly version: string;
  readonly image: string;
  readonly pod: Pod;
}

/** Pods that say the same. */
type Same = readonly [Serving, ...Serving[]];
type Said = AppContracts | null | "unread";

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

/** `order v2 sha256:0123456789ab` */
const nameWithImage = ({ name, image }: Serving): string =>
  `${name} ${image.replace(/^.*(sha256:[0-9a-f]{12}).*$/, "$1")}`.trim().slice(0, longest);

const inOrder = (lines: Iterable<string>): string[] => {
  const all = [...new Set(lines)].sort().map((line) => line.slice(0, longest));
  return all.length > mostFindings
    ? [...all.slice(0, mostFindings), `and ${all.length - mostFindings} more`]
    : all;
};

/** Does all of these, some at once. @throws what the first of them throws */
const each = async <T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> => {
  const waiting = [...all];
  const take = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, take));
};

const compare = (service: string, known: readonly (readonly [Serving, Said])[]): Comparison => {
  const versions = known.flatMap(([{ app, version }, said]): (Version & { readonly app: string })[] =>
    said === null || said === "unread" ? [] : [{ app, version, contracts: said }],
  );
  const isFresh = ({ app, version }: { app: string; version: string }) => app === service && version === "v2";
  const others = versions.filter((one) => !isFresh(one));
  const named = (what: Said) => inOrder(known.flatMap(([{ name }, said]) => (said === what ? [name] : [])));
  return {
    versions: inOrder(known.map(([one]) => nameWithImage(one))),
    breaks: inOrder(versions.filter(isFresh).flatMap((fresh) => sideBySide(fresh, others))),
    unknown: named(null),
    unread: named("unread"),
  };
};

/**
 * Compares contracts by what the images of the shop's pods carry. Each pod is asked in its own container, whatever its weight; an image
 * is asked once, since its digest says what it holds.
 */
export const openContracts = (
  { pods, exec }: Pick<Kubernetes, "pods" | "exec">,
  shop: string,
): CompareContracts => {
  const remembered = new Map<string, AppContracts | null>();
  const remember = (image: string, said: AppContracts | null): void => {
    if (image !== "") remembered.set(image, said);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= mostRemembered) break;
      remembered.delete(oldest);
    }
  };
  const read = async (same: Same): Promise<Said> => {
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
  const list = (): Promise<readonly Pod[]> =>
    pods(shop).catch((cause: unknown) => {
      throw new NotKnown(`pods cannot be listed: ${whyFailed(cause)}`, { cause });
    });
  return async (service) => {
    const all = serving(await list());
    if (!all.some(([{ app, version }]) => app === service && version === "v2"))
      throw new NotKnown(`v2 of ${service} has no pod that is ready, so its contracts are not known`);
    const known: [Serving, Said][] = [];
    await each(all, async (same) => {
      known.push([same[0], await read(same)]);
    });
    return compare(service, known);
  };
};
