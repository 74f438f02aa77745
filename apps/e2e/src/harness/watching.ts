import { changeRelease, rollBackRelease } from "@caravan/cluster";
import { namespace } from "@caravan/observability";
import * as v from "valibot";
import { caravan, kube, root } from "./shop.ts";

const Release = v.pipe(v.string(), v.parseJson(), v.object({ version: v.number() }));

/** Brings up what watches the shop, where it is not there. */
export const watched = async (): Promise<void> => {
  // An installation that is there already is not looked at again: that takes half a minute.
  await caravan("observe", "--json").catch(() => caravan("up", "--observability"));
};

/** Changes values of what watches the shop; does not wait for its pods. Returns how to change them back. */
export const changeWatching = async (values: object): Promise<() => Promise<void>> => {
  const { helm } = await kube();
  const release = { name: namespace, namespace, chart: `${root}/charts/observability` };
  const before = v.parse(Release, await helm(["status", namespace, "-n", namespace, "-o", "json"])).version;
  await changeRelease({ helm }, release, values);
  return () => rollBackRelease({ helm }, release, before);
};
