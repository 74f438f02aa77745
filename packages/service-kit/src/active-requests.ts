import { gauge } from "./metrics.ts";

/**
 * Requests that are being served. A stream of events counts until it ends: a version may have such ones long after it got its last request.
 *
 * @see OpenTelemetry semantic conventions, `http.server.active_requests`
 */
const active = gauge("http_server_active_requests", "HTTP server requests that are being served.", [
  "http_request_method",
  "url_scheme",
  "stream",
]);

const labelsOf = (method: string, stream: boolean) => ({
  ...{ http_request_method: method, url_scheme: "http" },
  stream: String(stream),
});

// None is another thing than not known.
active.set(labelsOf("GET", true), 0);

/** A stream ends after so long at the most, and its browser comes back, to the version that its share gives by then. */
const longestStreamSeconds = 300;
/** Streams that began together do not end together: each ends so much earlier at the most. */
const earlierSeconds = 60;

/** How long a stream lasts that begins now, in milliseconds. */
export const streamLifetime = (): number => (longestStreamSeconds - Math.random() * earlierSeconds) * 1000;

const isEventStream = ({ headers }: Response): boolean =>
  /^text\/event-stream\s*(;|$)/i.test(headers.get("content-type") ?? "");

/** The same stream, which ends in time. Each of its chunks holds whole messages, so it ends between two of them. */
const endingInTime = (
  body: ReadableStream<Uint8Array>,
  ended: () => void,
): ReadableStream<Uint8Array<ArrayBufferLike>> => {
  const reader = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    if (timer === undefined) return false;
    clearTimeout(timer);
    timer = undefined;
    ended();
    return true;
  };
  return new ReadableStream(
    {
      start(controller) {
        timer = setTimeout(() => {
          end();
          controller.close();
          // Its source may be gone already.
          reader.cancel().catch(() => {});
        }, streamLifetime());
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done && timer !== undefined) controller.enqueue(value);
          else if (done && end()) controller.close();
        } catch (error) {
          if (end()) throw error;
        }
      },
      async cancel(reason) {
        end();
        await reader.cancel(reason);
      },
    },
    // What waits for a slow reader waits in the source, which has a bound.
    { highWaterMark: 0 },
  );
};

/** Counts a stream that is sent past {@link countActive}: +1 when it begins, -1 when it ends. */
export const countStream = (by: 1 | -1): void => active.inc(labelsOf("GET", true), by);

/** Counts a request from now on; what is given is to be told its reply, and gives the one to send. */
export const countActive = (method: string): ((reply: Response) => Response) => {
  active.inc(labelsOf(method, false));
  return (reply) => {
    active.dec(labelsOf(method, false));
    // Its body comes last: as soon as that is asked for, a text becomes a stream, which is read and written piece by piece.
    if (!isEventStream(reply) || reply.body === null) return reply;
    active.inc(labelsOf(method, true));
    return new Response(
      endingInTime(reply.body, () => active.dec(labelsOf(method, true))),
      reply,
    );
  };
};
