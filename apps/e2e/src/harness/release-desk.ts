import { servingImage } from "@caravan/cluster";
import { Problem, Release, releaseRoutes } from "@caravan/contracts";
import * as v from "valibot";
import { kubectl, podOf } from "./kubectl.ts";
import { kube } from "./shop.ts";
import type { Reply, Shopper } from "./shopper.ts";
import { until } from "./until.ts";

/** The path of releases. */
export const releases = releaseRoutes.listReleases.path;

/** Status and problem code of a reply. */
export const codeOf = (reply: Reply): [number, string] => [
  reply.status,
  v.is(Problem, reply.json()) ? v.parse(Problem, reply.json()).code : "",
];

/** The release in a reply. */
export const releaseIn = (reply: Reply): Release => v.parse(Release, reply.json());

const Items = v.object({ items: v.array(Release) });

/** Ends the engine's pod at once. Its container alone would be started later each time. */
export const killEngine = async (): Promise<void> => {
  const pod = await until("the engine has a pod", () => podOf("release"));
  await kubectl("-n", "shop", "delete", "pod", pod, "--grace-period=0", "--force");
};

/** What a release manager does with releases; the proof is the deployer. */
export const openDesk = (manager: Shopper) => {
  const show = async (id: string): Promise<Release> =>
    releaseIn(await manager.send("GET", `${releases}/${id}`));
  /** @throws Error that names where the release is, when the limit is over */
  const wait = (
    id: string,
    what: string,
    isThere: (release: Release) => boolean,
    limitSeconds?: number,
  ): Promise<Release> =>
    until(
      what,
      async () => {
        const release = await show(id);
        if (isThere(release)) return release;
        throw new Error(`it is ${release.phase}: ${release.why.join(" ")}`);
      },
      limitSeconds,
    );
  const ask = (id: string, command: string): Promise<Reply> =>
    manager.post(`${releases}/${id}/commands`, { command, reason: "a proof" });
  return {
    show,
    wait,
    ask,
    /** Starts a release from what serves now. */
    start: async (start: {
      readonly service: string;
      readonly image: string;
      readonly plan: string;
    }): Promise<Release> => {
      const previous = await servingImage(await kube(), start.service);
      const reply = await manager.post(releases, { ...start, previous, reason: "a proof" });
      if (reply.status !== 201) throw new Error(`no release was started: ${reply.status} ${reply.text}`);
      return releaseIn(reply);
    },
    /** Answers a task of the release, once it waits for it. */
    done: async (id: string, kind: string): Promise<void> => {
      const { task } = await wait(
        id,
        `the release waits for: ${kind}`,
        (release) => release.task?.do === kind,
      );
      const url = `${releases}/${id}/tasks/${task?.number}`;
      await until(`it hears that ${kind} is done`, async () =>
        (await manager.post(url, { outcome: "done" })).status < 500 ? true : undefined,
      );
    },
    /** Asks until an engine answers: it may have been killed. */
    heard: (id: string, command: string) =>
      until(`${command} is heard`, async () => ((await ask(id, command)).status === 200 ? true : undefined)),
    log: async (id: string): Promise<string[]> =>
      (await manager.send("GET", `${releases}/${id}/log`)).text.trim().split("\n"),
    /** Freezes what is under way, so that nothing moves after the proof. */
    freezeAll: async (): Promise<void> => {
      const { items } = await until("the release manager answers", async () =>
        v.parse(Items, (await manager.send("GET", `${releases}?underWay=true`)).json()),
      );
      for (const { id } of items) await ask(id, "freeze");
    },
  };
};
