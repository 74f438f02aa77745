import type { Release } from "@caravan/contracts";
import { interruptible } from "@caravan/terminal";
import { exclusively, lockHolder } from "@caravan/toolchain/cluster";
import type { StaffApi } from "../staff/index.ts";
import { type Deploy, followRelease } from "./follow-release.ts";
import { changeText } from "./show-release.ts";

/**
 * Follows a release in this process, and prints what changes. It does what the release waits for, unless another process of this machine does
 * already. Ctrl-C leaves the release to its engine.
 *
 * @param options.lock the file of the process that deploys
 */
export const followHere = async (
  api: StaffApi,
  begun: Release,
  { deploy, lock }: { readonly deploy: Deploy; readonly lock: string },
): Promise<Release> => {
  const { service } = begun;
  let before: Release | undefined;
  const report = (release: Release) => {
    if (before?.revision !== release.revision) console.error(changeText(release, before));
    before = release;
  };
  const isTaken = (await lockHolder(lock)) !== undefined;
  if (isTaken)
    console.error(`Another process of this machine deploys for ${service}; this one only watches.`);
  return interruptible(
    (signal) =>
      isTaken
        ? followRelease(api, begun, { report, signal })
        : exclusively(lock, `release follow ${service}`, () =>
            followRelease(api, begun, { deploy, report, signal }),
          ),
    async () =>
      console.error(
        `The release of ${service} goes on, as far as it needs no deployer. Come back: ./caravan release follow ${service}. Back to v1: ./caravan release rollback ${service} --reason …`,
      ),
  );
};
