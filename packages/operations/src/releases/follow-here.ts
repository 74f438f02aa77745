import type { Release } from "@caravan/contracts";
import { interruptible } from "@caravan/terminal";
import { exclusively, lockHolder } from "@caravan/toolchain/cluster";
import type { StaffApi } from "../staff/index.ts";
import { type Deploy, followRelease } from "./follow-release.ts";
import { changeText } from "./show-release.ts";

/** How the releases of a service are deployed from this process. */
export interface Deployer {
  readonly deploy: Deploy;
  /** The file of the one process of this machine that deploys for the service. */
  readonly lock: string;
}

const followOne = async (
  api: StaffApi,
  begun: Release,
  { deploy, lock }: Deployer,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<Release> => {
  const { service } = begun;
  let before: Release | undefined;
  const report = (release: Release) => {
    if (before?.revision !== release.revision) say(changeText(release, before));
    before = release;
  };
  const isTaken = (await lockHolder(lock)) !== undefined;
  if (isTaken) say(`Another process of this machine deploys for ${service}; this one only watches.`);
  return isTaken
    ? followRelease(api, begun, { report, signal })
    : exclusively(lock, `release follow ${service}`, () =>
        followRelease(api, begun, { deploy, report, signal, tell: say }),
      );
};

/**
 * Follows a release in this process, or all of a train, and prints what changes. It does what they wait for, unless another process of this
 * machine does already. Ctrl-C leaves them to their engine.
 */
export const followHere = async (
  api: StaffApi,
  begun: readonly Release[],
  deployerOf: (service: string) => Promise<Deployer>,
): Promise<readonly Release[]> => {
  const say = (service: string) => (text: string) =>
    console.error(begun.length > 1 ? text.replaceAll(/^/gm, `${service.padEnd(11)}`) : text);
  const services = begun.map(({ service }) => service);
  const [first] = services;
  return interruptible(
    (signal) =>
      Promise.all(
        begun.map(async (one) =>
          followOne(api, one, await deployerOf(one.service), say(one.service), signal),
        ),
      ),
    async () =>
      console.error(
        `The release of ${services.join(", ")} goes on, as far as it needs no deployer. Come back: ./caravan release follow ${first}. Back to v1: ./caravan release rollback ${first} --reason …`,
      ),
  );
};
