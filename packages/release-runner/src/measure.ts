import type { Counts, Look, Plan } from "@caravan/release-engine";
import { type Dialect, durationsOf, findDialect } from "./dialect.ts";
import type { Query, Sample } from "./ports.ts";
import { readStreams } from "./read-streams.ts";
import type { Rhythm } from "./rhythm.ts";

type Version = "v1" | "v2";

/** The labels of a series, as one name. */
const nameOf = ({ labels }: Sample): string => JSON.stringify(Object.entries(labels).sort());

/** By how much each counter grew. One that is new, or began anew since, counts from zero; one that is gone did not grow. */
export const growth = (before: readonly Sample[], after: readonly Sample[]): Sample[] => {
  const was = new Map(before.map((sample) => [nameOf(sample), sample.value]));
  return after.map((sample) => {
    const from = was.get(nameOf(sample)) ?? 0;
    return { ...sample, value: Math.round(sample.value >= from ? sample.value - from : sample.value) };
  });
};

const total = (samples: readonly Sample[]): number => samples.reduce((sum, { value }) => sum + value, 0);

/** Prometheus' cumulative buckets in seconds as buckets of their own in milliseconds. */
export const bucketsOf = (grown: readonly Sample[]): Counts["durations"] => {
  const upTo = new Map<number, number>();
  for (const { labels, value } of grown) {
    const bound = labels.le === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels.le);
    upTo.set(bound, (upTo.get(bound) ?? 0) + value);
  }
  let below = 0;
  return [...upTo]
    .sort(([a], [b]) => a - b)
    .map(([seconds, requests]) => {
      const own = Math.max(0, requests - below);
      below = Math.max(below, requests);
      return {
        upToMilliseconds: Number.isFinite(seconds) ? Math.round(seconds * 1e6) / 1e3 : null,
        requests: own,
      };
    });
};

/** The first samples after two moments: those of before lack what happened until then, so that a window after a move would count requests from before it. */
interface Window {
  readonly before: Date;
  readonly after: Date;
}

const grownIn = async (query: Query, promql: string, window: Window): Promise<Sample[]> => {
  const [before, after] = await Promise.all([query(promql, window.before), query(promql, window.after)]);
  return growth(before, after);
};

/** Replies of 4xx that count; nothing where the plan does not ask for them, or no reply of the version is told by its status. */
const clientErrorsIn = (
  requests: readonly Sample[],
  dialect: Dialect,
  asked: Plan["clientErrors"],
): Pick<Counts, "clientErrors"> => {
  const told = requests.flatMap((sample) => {
    const status = dialect.statusOf(sample);
    return status === undefined ? [] : [{ sample, status }];
  });
  if (!asked || (requests.length > 0 && told.length === 0)) return {};
  const refused = told.filter(
    ({ status }) => status >= 400 && status < 500 && !asked.except.includes(status),
  );
  return { clientErrors: total(refused.map(({ sample }) => sample)) };
};

const countsOf = async (
  query: Query,
  dialect: Dialect,
  { service, clientErrors }: Pick<Plan, "service" | "clientErrors">,
  version: Version,
  window: Window,
): Promise<Counts> => {
  const [requests, durations] = await Promise.all([
    grownIn(query, dialect.requests(service, version), window),
    grownIn(query, durationsOf(service, version), window),
  ]);
  const all = requests.filter((sample) => dialect.isRequest(sample));
  return {
    ...{ requests: total(all), errors: total(all.filter((sample) => dialect.isError(sample))) },
    ...clientErrorsIn(requests, dialect, clientErrors),
    durations: bucketsOf(durations),
  };
};

/** A guard's value: null unless its query gave exactly one number. A query that cannot be answered holds by itself, and blinds no other. */
const guardOf = async (query: Query, { name, query: promql }: Plan["guards"][number], at: Date) => {
  const [sample, ...more] = await query(promql, at).catch(() => []);
  const value =
    sample !== undefined && more.length === 0 && Number.isFinite(sample.value) ? sample.value : null;
  return { name, value };
};

/**
 * Looks at both versions of a service in one window.
 *
 * @param times.to as long ago that the first samples after it can be asked for
 * @returns `unavailable`, with the reason, when a query fails: an outage of metrics says nothing about a version
 */
export const measure = async (
  query: Query,
  plan: Plan,
  { from, to }: { readonly from: Date; readonly to: Date },
  { sampleSeconds }: Pick<Rhythm, "sampleSeconds">,
): Promise<Look> => {
  const window = { from: from.toISOString(), to: to.toISOString() };
  const sampledAfter = (moment: Date) => new Date(moment.getTime() + sampleSeconds * 1000);
  const sampled = { before: sampledAfter(from), after: sampledAfter(to) };
  try {
    const dialect = await findDialect(query, to);
    const [streams, stable, canary, ...values] = await Promise.all([
      readStreams(query, plan.service, sampled.after),
      countsOf(query, dialect, plan, "v1", sampled),
      countsOf(query, dialect, plan, "v2", sampled),
      ...plan.guards.map((guard) => guardOf(query, guard, to)),
    ]);
    const seen = (streams.v1 ?? streams.v2) === null ? {} : { streams };
    return { outcome: "measured", ...window, stable, canary, guards: values, ...seen };
  } catch (error) {
    return {
      outcome: "unavailable",
      ...window,
      reason: error instanceof Error ? error.message : String(error),
    };
  }
};
