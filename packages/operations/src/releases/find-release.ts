import { type Release, releaseRoutes } from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import { openStaffApi, type StaffApi } from "../staff/index.ts";

/** The release of an app that is under way, or the last one; undefined before the first. */
export const findRelease = async (api: StaffApi, app: string): Promise<Release | undefined> => {
  const { items } = await api.call(releaseRoutes.listReleases, { query: { service: app, limit: "1" } });
  return items[0];
};

/** The same. @throws Trouble when there was none */
export const requireRelease = async (api: StaffApi, app: string): Promise<Release> => {
  const release = await findRelease(api, app);
  if (release) return release;
  throw new Trouble(`There was no release of ${app} yet.`, [
    `Begin one with the working tree: ./caravan release start ${app}`,
  ]);
};

/** The release of an app that is under way. @throws Trouble when there is none */
export const requireUnderWay = async (api: StaffApi, app: string): Promise<Release> => {
  const release = await findRelease(api, app);
  if (release && release.endedAt === null) return release;
  throw new Trouble(`No release of ${app} is under way.`, [
    ...(release ? [`The last one is ${release.phase}; see why: ./caravan release why ${app}`] : []),
    `Begin one with the working tree: ./caravan release start ${app}`,
  ]);
};

/** A release and all others of its train, in their order; by itself when it goes alone. */
export const withTrain = async (api: StaffApi, release: Release): Promise<readonly Release[]> =>
  Promise.all(
    (release.train?.order ?? []).map(({ release: releaseId }) =>
      releaseId === release.id
        ? release
        : api.call(releaseRoutes.getRelease, { params: { releaseId }, query: {} }),
    ),
  ).then((all) => (all.length === 0 ? [release] : all));

/**
 * Weights of an app are not moved by hand while a release moves them: it would be held. A release manager that does not answer keeps
 * no person from it.
 *
 * @throws Trouble when a release of the app is under way
 */
export const requireNotReleased = async (
  shop: Parameters<typeof openStaffApi>[0],
  app: string,
): Promise<void> => {
  const release = await openStaffApi(shop)
    .then((api) => findRelease(api, app))
    .catch(() => void console.error("The release manager does not answer, so a release may be under way."));
  if (!release || release.endedAt !== null) return;
  throw new Trouble(`The release ${release.id} moves the weights of ${app}: ${release.phase}.`, [
    `Back to v1: ./caravan release rollback ${app} --reason …`,
    `Leave all as it is, and take over: ./caravan release freeze ${app} --reason …`,
  ]);
};
