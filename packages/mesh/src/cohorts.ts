import { cohortBuckets, cohortHeader, orderMark } from "@caravan/contracts";
import { bucketPattern } from "./buckets.ts";
import type { Route, VirtualService } from "./virtual-services.ts";
import { type Share, shareOf, weightTotal } from "./weights.ts";

/** Who gets which version, while the weight is neither nothing nor everything. */
export interface Cohorts {
  /** Names of cohorts that get v2 whatever its weight is. */
  readonly first: readonly string[];
  /** Each customer gets one version: the weight is a share of the customers, and of the requests that have no customer. */
  readonly customers: boolean;
}

export const noCohorts: Cohorts = { first: [], customers: false };

/** Where an app's weights keep the first bucket that v2 serves: chosen anew for each release, or the same customers would be first always. */
const firstBucket = "caravan.dev/first-bucket";

const buckets = Array.from({ length: cohortBuckets }, (_, bucket) => String(bucket).padStart(3, "0"));

/** The bucket that v2's begin with. While the weight grows it stays, so that no customer of v2 goes back to v1. */
export const firstBucketOf = (live: VirtualService | undefined, random: () => number): number => {
  const kept = live?.metadata.annotations?.[firstBucket] ?? "";
  return /^[0-9]{1,3}$/.test(kept) ? Number(kept) : Math.floor(random() * cohortBuckets);
};

/** The annotation that keeps it. */
export const keptBucket = (bucket: number): Record<string, string> => ({ [firstBucket]: String(bucket) });

/** How a cohort is named: in its requests, and in what is done for its orders without one. */
const named = (name: string): string[] => [name, orderMark(name)];

/** The routes of an app's weights: who is first, then the customers by their bucket, then everything else by weight. */
export const routesOf = (host: string, weight: number, cohorts: Cohorts, from: number): Route[] => {
  const only = (subset: string, regex: string): Route => ({
    match: [{ headers: { [cohortHeader]: { regex } } }],
    route: [{ destination: { host, subset } }],
  });
  const { first, customers } = cohorts;
  return [
    ...(first.length > 0 ? [only("v2", `(${first.flatMap(named).join("|")})(,[0-9]{3})?`)] : []),
    ...(customers
      ? [only("v2", `([a-z0-9-]+,)?(${bucketPattern(from, weight)})`), only("v1", "([a-z0-9-]+,)?[0-9]{3}")]
      : []),
    {
      route: [
        { destination: { host, subset: "v1" }, weight: weightTotal - weight },
        { destination: { host, subset: "v2" }, weight },
      ],
    },
  ];
};

/** One of the routes that the same requests come to, one after another: for some cohorts, or for all that are left. */
export interface Rule {
  /** The regular expression of its cohorts; undefined when it takes all. */
  readonly cohorts: string | undefined;
  readonly parts: Parameters<typeof shareOf>[0];
}

/** v2's shares: of the customers, and of the requests without one; one of the two when they agree. */
export const sharesOfRules = (rules: readonly Rule[]): Share[] => {
  const read = rules.map(({ cohorts, parts }) => ({
    ...{ isForAll: cohorts === undefined, share: shareOf(parts) },
    has: cohorts === undefined ? () => true : matcher(cohorts),
  }));
  const shareFor = (bucket: string) => read.find(({ has }) => has(bucket))?.share;
  const others = read.find(({ isForAll }) => isForAll)?.share;
  const shares = buckets.map(shareFor);
  const known = shares.filter((share) => typeof share === "number");
  if (known.length < shares.length || others === undefined) return [null];
  const customers = known.reduce((sum, share) => sum + share, 0) / buckets.length;
  return [...new Set([customers, others])];
};

/** A regular expression as Envoy reads it: of the whole value. One that cannot be read matches nothing. */
const matcher = (source: string): ((value: string) => boolean) => {
  try {
    const pattern = new RegExp(`^(?:${source})$`);
    return (value) => pattern.test(value);
  } catch {
    return () => false;
  }
};
