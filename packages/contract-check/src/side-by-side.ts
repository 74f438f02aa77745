import { AppContracts } from "./app-contracts.ts";
import { hasLater, operationBreaks, outputs } from "./breaks.ts";

export { AppContracts };

/** A version of an app that serves, or is about to. */
export interface Version {
  /** `v1` or `v2`. */
  readonly version: string;
  readonly contracts: AppContracts;
}

const nameOf = ({ version, contracts: { app } }: Version): string => `${app} ${version}`;

/** Routes that a caller asks for, and that this callee does not serve as the caller takes them to be. */
const calls = (caller: Version, callee: Version): string[] => {
  const { app, serves } = callee.contracts;
  return Object.entries(caller.contracts.calls[app] ?? {}).flatMap(([id, asked]) => {
    const served = serves[id];
    const faults = served ? operationBreaks(asked, served) : ["it is not served"];
    return faults.map(
      (fault) => `route ${app}.${id} of ${nameOf(callee)} breaks ${nameOf(caller)}, which calls it: ${fault}`,
    );
  });
};

/** Events whose data a subscriber cannot read as this publisher writes them. */
const hears = (publisher: Version, subscriber: Version): string[] =>
  Object.entries(subscriber.contracts.hears).flatMap(([topic, expected]) => {
    const published = publisher.contracts.publishes[topic];
    const faults = published ? outputs(expected, published, "data") : [];
    return faults.map(
      (fault) =>
        `event ${topic} of ${nameOf(publisher)} breaks ${nameOf(subscriber)}, which hears it: ${fault}`,
    );
  });

/** What the version before did for those outside of the mesh, and for subscribers, and the new one does not do. */
const keeps = (fresh: Version, before: Version, others: readonly Version[]): string[] => {
  const routes = Object.entries(before.contracts.serves).filter(([, { access }]) => access !== "service");
  const outside = routes.flatMap(([id, was]) => {
    const now = fresh.contracts.serves[id];
    const faults = now ? operationBreaks(was, now) : ["it is not served"];
    return faults.map(
      (fault) => `route ${fresh.contracts.app}.${id} of ${nameOf(fresh)} breaks callers outside: ${fault}`,
    );
  });
  const publishes = Object.keys(fresh.contracts.publishes);
  const gone = Object.keys(before.contracts.publishes).filter((topic) => !publishes.includes(topic));
  const missed = gone.flatMap((topic) =>
    others
      .filter(({ contracts }) => topic in contracts.hears)
      .filter(
        ({ contracts }) =>
          !hasLater(
            topic,
            publishes.filter((name) => name in contracts.hears),
          ),
      )
      .map((other) => `event ${topic} is not published by ${nameOf(fresh)}, and ${nameOf(other)} hears it`),
  );
  const unheard = Object.keys(before.contracts.hears)
    .filter((topic) => !(topic in fresh.contracts.hears))
    .map((topic) => `event ${topic} is not heard by ${nameOf(fresh)}, to which ${nameOf(before)} hands it`);
  return [...outside, ...missed, ...unheard];
};

/**
 * What breaks while a new version serves beside those that serve already; empty when nothing does. Both ways: others that call it or hear
 * it, and others that it calls or hears.
 *
 * @param others every version that serves, also of the same app
 * @returns a line each: which route or event, between which versions, and what
 */
export const sideBySide = (fresh: Version, others: readonly Version[]): string[] => {
  const before = others.find(({ contracts }) => contracts.app === fresh.contracts.app);
  const all = others.flatMap((other) => [
    ...calls(other, fresh),
    ...calls(fresh, other),
    ...hears(fresh, other),
    ...hears(other, fresh),
  ]);
  return [...new Set([...all, ...(before ? keeps(fresh, before, others) : [])])];
};
