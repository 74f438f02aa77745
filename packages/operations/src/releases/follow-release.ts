import { setTimeout as sleep } from "node:timers/promises";
import { BusyElsewhere, isUnreachable } from "@caravan/cluster";
import { type Release, type ReleaseTask, releaseRoutes } from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import type { StaffApi } from "../staff/index.ts";

/**
 * Does what a release waits for, with the rights of the person who runs it.
 *
 * @throws Error saying why it cannot be done; BusyElsewhere while another process does it
 */
export type Deploy = (task: ReleaseTask) => Promise<void>;

/** How often the release manager is asked again while it does not answer, and how many times in a row. */
const again = { seconds: 2, times: 150 } as const;

/** What a program said is at the end; the command that was run stands before it. */
const reasonOf = (error: unknown): string => {
  const [first = "", ...said] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  const text = said.length > 0 ? said.join(" ").trim() : first;
  return text.toWellFormed().slice(-300) || "no reason was given";
};

type Came =
  | { readonly outcome: "done" }
  | { readonly outcome: "failed" | "unknown"; readonly reason: string };

/** What came of a task; in words alone while another process does it. */
const attempt = async (deploy: () => Promise<void>): Promise<Came | string> => {
  try {
    await deploy();
    return { outcome: "done" };
  } catch (error) {
    const reason = reasonOf(error);
    if (error instanceof BusyElsewhere) return reason;
    return { outcome: isUnreachable(error) ? "unknown" : "failed", reason };
  }
};

/** Asks until the release manager answers: it may be restarting, and the release goes on all the same. */
const patiently = async <T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= again.times || signal.aborted) throw error;
      await sleep(again.seconds * 1000, undefined, { signal });
    }
  }
};

/** A release as it stands, once it has another revision than this one. */
const next = (api: StaffApi, { id, revision }: Release, signal: AbortSignal): Promise<Release> =>
  patiently(
    () =>
      api.call(releaseRoutes.getRelease, { params: { releaseId: id }, query: { after: String(revision) } }),
    signal,
  );

/**
 * Follows a release to its end, or until `signal`, and does what it waits for, one after the other.
 *
 * @param report is told the release whenever it has changed
 * @param tell is told that another process does what the release waits for; it is asked for again until that one has ended
 * @returns the release as it stands
 */
export const followRelease = async (
  api: StaffApi,
  release: Release,
  {
    deploy,
    report,
    signal,
    tell = () => {},
    busySeconds = 5,
  }: {
    deploy?: Deploy | undefined;
    report: (release: Release) => void;
    signal: AbortSignal;
    tell?: (words: string) => void;
    busySeconds?: number;
  },
): Promise<Release> => {
  let now = release;
  let doing = Promise.resolve();
  const taken = new Set<number>();
  const perform = async (task: ReleaseTask): Promise<void> => {
    let told = "";
    // While another one was done, this one may have been taken back.
    while (deploy && now.task?.number === task.number && !signal.aborted) {
      const came = await attempt(() => deploy(task));
      if (typeof came !== "string") {
        const params = { releaseId: now.id, number: String(task.number) };
        const call = { params, body: came, idempotencyKey: `${now.id}/${task.number}` };
        await patiently(() => api.call(releaseRoutes.answerReleaseTask, call), signal);
        return;
      }
      if (came !== told) tell(`${came} This one waits for it.`);
      told = came;
      await sleep(busySeconds * 1000, undefined, { signal }).catch(() => {});
    }
  };
  for (;;) {
    report(now);
    if (now.stopped !== null && now.endedAt === null)
      throw new Trouble(`No engine goes on with the release of ${now.service}: ${now.stopped}`, [
        `End it, with all requests to v1: ./caravan release abandon ${now.service} --reason …`,
        `Or with all weights as they are: ./caravan release freeze ${now.service} --reason …`,
      ]);
    const { task } = now;
    if (task && !taken.has(task.number)) {
      taken.add(task.number);
      doing = doing.then(() => perform(task));
      // Its end is waited for below.
      doing.catch(() => {});
    }
    if (now.endedAt !== null || signal.aborted) break;
    const { revision } = now;
    while (now.revision === revision && !signal.aborted) now = await next(api, now, signal);
  }
  await doing;
  return now;
};
