import type { Release } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { streamsExhausted } from "../domain/refusals.ts";
import { withEngine } from "../use-cases/get-release.ts";

/** Open streams of changes of releases. */
export interface Followers {
  /** A stream of server-sent events: first what is under way, then what changes. @throws Refusal `streams-exhausted` */
  open(): ReadableStream<Uint8Array>;
}

/** Most streams of this process; a page has one. */
const most = 50;
/** Most messages that wait for a slow reader; then it is cut, and its browser comes back. */
const mostWaiting = 64;
/** How often is looked for changes of other processes. */
const lookSeconds = 2;
const beatMilliseconds = 15_000;
/** Rows are looked at again for so long: a transaction may commit later than another one that began after it. */
const overlapMilliseconds = 5_000;

/** @see WHATWG HTML, section 9.2 */
export const openFollowers = (
  dependencies: Pick<Dependencies, "releases" | "lease" | "bell" | "draining" | "now">,
): Followers => {
  const { releases, bell, draining, now } = dependencies;
  let count = 0;
  const eventOf = (release: Release) =>
    `event: release\nid: ${release.id}.${release.revision}\ndata: ${JSON.stringify(release)}\n\n`;

  /** Tells what has changed until the reader or the process ends. */
  const tell = async (send: (text: string) => void, signal: AbortSignal): Promise<void> => {
    const told = new Map<string, number>();
    let since = now();
    let beat = Date.now();
    let found = await releases.list({ underWay: true, limit: 100 });
    while (!signal.aborted) {
      for (const release of found) {
        if (told.get(release.id) === release.revision) continue;
        told.set(release.id, release.revision);
        send(eventOf(await withEngine(dependencies, release)));
      }
      if (Date.now() - beat >= beatMilliseconds) {
        beat = Date.now();
        send(": still here\n\n");
      }
      await bell.next(lookSeconds, signal);
      const from = new Date(since.getTime() - overlapMilliseconds);
      since = now();
      found = signal.aborted ? [] : await releases.changedSince(from);
    }
  };
  return {
    open() {
      if (count >= most || draining.aborted) throw streamsExhausted();
      count++;
      const encoder = new TextEncoder();
      const ends = new AbortController();
      const signal = AbortSignal.any([ends.signal, draining]);
      // A reader that has gone has closed the stream, and closing it again would throw where none catches it.
      let isOpen = true;
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            const send = (text: string) => {
              if ((controller.desiredSize ?? 0) <= 0) ends.abort();
              else controller.enqueue(encoder.encode(text));
            };
            send("retry: 2000\n\n");
            tell(send, signal)
              // The database is away: the browser comes back.
              .catch(() => {})
              .finally(() => {
                count--;
                if (isOpen) controller.close();
              });
          },
          cancel: () => {
            isOpen = false;
            ends.abort();
          },
        },
        { highWaterMark: mostWaiting },
      );
    },
  };
};
