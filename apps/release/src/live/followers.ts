import type { Release } from "@caravan/contracts";
import { type EventStream, openStreams } from "@caravan/service-kit";
import type { Dependencies, StoredRelease } from "../dependencies.ts";
import { withEngine } from "../use-cases/get-release.ts";

/** Open streams of changes of releases. */
export interface Followers {
  /** A stream of server-sent events: first what is under way, then what changes. It is refused with `streams-exhausted` when it is answered. */
  open(): Promise<EventStream>;
}

/** The revision of each release that a follower was told. */
type Told = Map<string, number>;

/** Most streams of this process; a page has one. */
const most = 50;
/** All follow the same: every release. */
const key = "releases";
/** How often is looked for changes of other processes; and how often {@link openStreams} is told that a second is over. */
const lookSeconds = 2;
const beatMilliseconds = 1_000;
/** Rows are looked at again for so long: a transaction may commit later than another one that began after it. */
const overlapMilliseconds = 5_000;

const encoder = new TextEncoder();

/** @see WHATWG HTML, section 9.2 */
export const openFollowers = (
  dependencies: Pick<Dependencies, "releases" | "lease" | "bell" | "draining" | "now">,
): Followers => {
  const { releases, bell, draining, now } = dependencies;
  const streams = openStreams<Told>({
    ...{ what: "releases", most, mostOfKey: most },
    onCount: () => void lookWhileFollowed(),
  });
  const messageOf = async (stored: StoredRelease): Promise<Uint8Array> => {
    const release: Release = await withEngine(dependencies, stored);
    return encoder.encode(
      `event: release\nid: ${release.id}.${release.revision}\ndata: ${JSON.stringify(release)}\n\n`,
    );
  };
  const tell = async (stored: StoredRelease): Promise<void> => {
    const behind = [...streams.of(key)].filter(({ state }) => (state.get(stored.id) ?? -1) < stored.revision);
    if (behind.length === 0) return;
    const message = await messageOf(stored);
    for (const follower of behind) {
      follower.state.set(stored.id, stored.revision);
      follower.send(message);
    }
  };
  let isLooking = false;
  /** One look for all that follow, until none does. */
  const lookWhileFollowed = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const beats = setInterval(streams.beat, beatMilliseconds);
    let since = now();
    while (streams.count() > 0 && !draining.aborted) {
      const rings = bell.next(lookSeconds, draining);
      const from = new Date(since.getTime() - overlapMilliseconds);
      since = now();
      try {
        for (const release of await releases.changedSince(from)) await tell(release);
      } catch {
        // The database is away: browsers come back.
        for (const follower of streams.of(key)) follower.end();
      }
      await rings;
    }
    clearInterval(beats);
    isLooking = false;
  };
  draining.addEventListener("abort", streams.drain, { once: true });

  return {
    async open() {
      const underWay = await releases.list({ underWay: true, limit: 100 });
      const told = new Map(underWay.map(({ id, revision }) => [id, revision]));
      // One message: a reader is cut by what waits before another one.
      return streams.open(key, told, [Buffer.concat(await Promise.all(underWay.map(messageOf)))]);
    },
  };
};
