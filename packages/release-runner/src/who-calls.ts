import type { RunningContracts } from "./running-contracts.ts";

/** A request waits for the answer, so it is shorter than a request may take (10 s). */
const mostMilliseconds = 6_000;

/** For each service those that it calls, as the images that run say. A service whose image carries no contracts is none of them. */
type Calls = Readonly<Record<string, readonly string[]>>;

/**
 * Asks all that serves whom it calls: what is not in a train may stand between two that are.
 *
 * @param services that have to be among them
 * @throws ContractsUnread; NotKnown when pods cannot be listed
 */
export type WhoCalls = (services: readonly string[]) => Promise<Calls>;

/** Some that serve did not say whom they call, or one of those that are asked for does not serve. */
export class ContractsUnread extends Error {
  /** `order v1` did not say it. */
  readonly unread: readonly string[];
  /** These have no pod that is ready. */
  readonly away: readonly string[];
  constructor(unread: readonly string[], away: readonly string[]) {
    super(`contracts are not read: ${[...unread, ...away].join(", ")}`);
    this.name = "ContractsUnread";
    this.unread = unread;
    this.away = away;
  }
}

/** Knows whom services call by what the images of the shop's pods carry: two versions of a service call what either calls. */
export const openWhoCalls =
  (contracts: RunningContracts, milliseconds = mostMilliseconds): WhoCalls =>
  async (services) => {
    const all = await contracts.list();
    const away = services.filter((service) => !all.some(([{ app }]) => app === service));
    const known = await contracts.read(all, milliseconds);
    const unread = known.flatMap(([{ name }, said]) => (said === "unread" ? [name] : []));
    if (unread.length + away.length > 0) throw new ContractsUnread([...new Set(unread)].toSorted(), away);
    const calls = Map.groupBy(known, ([{ app }]) => app);
    return Object.fromEntries(
      [...calls].map(([app, versions]) => [
        app,
        versions.flatMap(([, said]) => (said === null || said === "unread" ? [] : Object.keys(said.calls))),
      ]),
    );
  };
