import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Release, type ReleaseCommand, type ReleaseEntry, releaseRoutes } from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import { type StaffApi, upTo } from "../staff/index.ts";
import { findRelease, requireRelease, requireUnderWay } from "./find-release.ts";

/** What a release is to bring. */
export interface Begin {
  readonly service: string;
  readonly image: string;
  readonly previous: string;
  /** The text of its plan; without one the defaults. */
  readonly plan: string | undefined;
}

/** @throws Trouble when a release of the app is under way */
export const requireNoneUnderWay = async (api: StaffApi, app: string): Promise<void> => {
  const last = await findRelease(api, app);
  if (!last || last.endedAt !== null) return;
  throw new Trouble(`A release of ${app} is under way (${last.id}): ${last.phase}.`, [
    `Go on with it: ./caravan release follow ${app}`,
    `Or take it back: ./caravan release rollback ${app} --reason …`,
  ]);
};

/**
 * Begins a release, or several as a train, whose order the release manager knows.
 *
 * @throws Trouble with the words of a refusal
 */
export const beginReleases = async (
  api: StaffApi,
  all: readonly Begin[],
  reason: string,
): Promise<readonly Release[]> => {
  const bodies = all.map(({ plan, ...begin }) => ({ ...begin, ...(plan === undefined ? {} : { plan }) }));
  const [first] = bodies;
  const idempotencyKey = randomUUID();
  if (first && bodies.length === 1)
    return [await api.call(releaseRoutes.startRelease, { body: { ...first, reason }, idempotencyKey })];
  const body = { reason, releases: bodies };
  return (await api.call(releaseRoutes.startTrain, { body, idempotencyKey })).releases;
};

/** Asks the release of an app that is under way for something. `heard`: whether its engine has decided about it; `refused`: why not for it. */
export const askRelease = async (
  api: StaffApi,
  app: string,
  command: ReleaseCommand,
  reason: string,
): Promise<{ readonly heard: boolean; readonly refused: string | null; readonly release: Release }> => {
  const { id: releaseId } = await requireUnderWay(api, app);
  const call = { params: { releaseId }, body: { command, reason }, idempotencyKey: randomUUID() };
  return api.call(releaseRoutes.commandRelease, call);
};

/** Ends the release of an app that no engine can go on with. */
export const abandonRelease = async (api: StaffApi, app: string, reason: string): Promise<Release> => {
  const { id: releaseId } = await requireUnderWay(api, app);
  const call = { params: { releaseId }, body: { reason }, idempotencyKey: randomUUID() };
  return api.call(releaseRoutes.abandonRelease, call);
};

/** The log of the last release of an app, as JSON Lines. */
export const logOf = async (api: StaffApi, app: string): Promise<string> => {
  const { id: releaseId } = await requireRelease(api, app);
  return api.call(releaseRoutes.readReleaseLog, { params: { releaseId } });
};

/** Every decision of the last release of an app. */
export const historyOf = async (api: StaffApi, app: string): Promise<readonly ReleaseEntry[]> => {
  const { id: releaseId } = await requireRelease(api, app);
  const page = (query: { limit: string; cursor?: string }) =>
    api.call(releaseRoutes.listReleaseEntries, { params: { releaseId }, query });
  return (await upTo(Number.POSITIVE_INFINITY, page)).items;
};

/** The newest releases, of all apps or the last one of this app. */
export const listReleases = async (api: StaffApi, app: string | undefined): Promise<readonly Release[]> => {
  if (app === undefined)
    return (await api.call(releaseRoutes.listReleases, { query: { limit: "20" } })).items;
  const release = await findRelease(api, app);
  return release ? [release] : [];
};

/** Tells releases whenever one of them has changed. */
export const watchReleases = async (
  api: StaffApi,
  app: string | undefined,
  first: readonly Release[],
  tell: (releases: readonly Release[]) => void,
  signal: AbortSignal,
): Promise<void> => {
  let known = first;
  while (!signal.aborted) {
    const [newest] = known;
    // It answers when the newest one has changed, or after some seconds; no log is read.
    const query = newest && { after: String(newest.revision) };
    if (newest && query)
      await api.call(releaseRoutes.getRelease, { params: { releaseId: newest.id }, query });
    else await sleep(2_000, undefined, { signal });
    const now = await listReleases(api, app);
    if (JSON.stringify(now) !== JSON.stringify(known)) tell(now);
    known = now;
  }
};
