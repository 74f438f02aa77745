import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import { countStream } from "./active-requests.ts";
import { requestContext } from "./context.ts";
import { plainSocketOf, takeSocket } from "./take-socket.ts";

/** One reader of a stream of events. */
export interface EventReader {
  /** Sends whole messages; a reader that does not read is cut, and comes back. */
  send(chunk: Uint8Array): void;
  end(): void;
}

/**
 * A reply of server-sent events. `begin` is told the reader and gives what is to be done once that has gone; it may throw a Refusal.
 *
 * @see WHATWG HTML, section 9.2
 */
export class EventStream {
  readonly begin: (reader: EventReader) => () => void;
  constructor(begin: (reader: EventReader) => () => void) {
    this.begin = begin;
  }
}

/** Most bytes, or messages where they are not counted, that wait for a slow reader. */
const mostWaitingBytes = 64 * 1024;
const mostWaitingMessages = 64;

const headers = { "content-type": "text/event-stream", "cache-control": "no-cache, no-transform" };

/** Answers with a stream. Over a plain connection nothing of the request is kept for as long as it lasts. */
export const answerStream = (stream: EventStream, c: Context): Response => {
  if (c.req.method === "HEAD") return new Response(null, { headers });
  const { outgoing }: { outgoing?: ServerResponse } = c.env ?? {};
  const socket = plainSocketOf(outgoing);
  if (outgoing === undefined || socket === undefined) return overBody(stream);
  const gone = stream.begin(new SocketReader(socket, headOf()));
  countStream(1);
  setImmediate(keepOnly, outgoing, socket, gone);
  // One of our own: headers are set on it later. A clone is none of the server's own kind, of which it would send the head.
  return RESPONSE_ALREADY_SENT.clone();
};

/** A function of its own, so that nothing of the request is reachable from the connection. */
const keepOnly = (outgoing: ServerResponse, socket: Socket, gone: () => void): void => {
  const closed = (): void => {
    countStream(-1);
    gone();
  };
  if (socket.destroyed) closed();
  else {
    takeSocket(outgoing, socket).once("close", closed);
    // It was ended meanwhile, and what waited for that is gone.
    if (socket.writableEnded) socket.destroySoon();
  }
};

const headOf = (): string => {
  const lines = Object.entries({
    ...headers,
    date: new Date().toUTCString(),
    "x-served-by": [...(requestContext()?.servedBy ?? [])].join(", "),
    connection: "close",
  });
  return `HTTP/1.1 200 OK\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
};

/** The head goes with the first messages: a stream that is refused meanwhile is answered by HTTP. */
class SocketReader implements EventReader {
  private readonly socket: Socket;
  private head: string | undefined;
  constructor(socket: Socket, head: string) {
    this.socket = socket;
    this.head = head;
  }
  send(chunk: Uint8Array): void {
    const { socket, head } = this;
    if (socket.destroyed) return;
    if (head !== undefined) {
      this.head = undefined;
      socket.write(head);
    }
    // Asked before, so that the first messages may be many.
    if (socket.writableLength > mostWaitingBytes) socket.destroy();
    else socket.write(chunk);
  }
  end(): void {
    this.socket.destroySoon();
  }
}

const overBody = (stream: EventStream): Response => {
  let open = true;
  let gone: (() => void) | undefined;
  const leave = (): void => {
    if (!open) return;
    open = false;
    gone?.();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = (): void => {
          if (open) controller.close();
          leave();
        };
        const send = (chunk: Uint8Array): void => {
          if (!open) return;
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) <= 0) end();
        };
        gone = stream.begin({ send, end });
        if (!open) gone();
      },
      cancel: leave,
    },
    { highWaterMark: mostWaitingMessages },
  );
  return new Response(body, { headers });
};
