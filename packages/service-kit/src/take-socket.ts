import type { ServerResponse } from "node:http";
import { Socket } from "node:net";

/** What Node keeps of HTTP beside a connection. Not documented, so it is looked at before it is used. */
interface Parser {
  unconsume(): void;
  remove(): void;
  close(): void;
}

const isParser = (value: unknown): value is Parser =>
  typeof value === "object" &&
  value !== null &&
  ["unconsume", "remove", "close"].every((name) => typeof Reflect.get(value, name) === "function");

/** The plain connection of a reply of which nothing is sent yet; undefined where there is none, as in tests and behind TLS. */
export const plainSocketOf = (outgoing: ServerResponse | undefined): Socket | undefined => {
  const socket = outgoing?.socket;
  return socket?.constructor === Socket && isParser(Reflect.get(socket, "parser")) && !outgoing?.headersSent
    ? socket
    : undefined;
};

/**
 * Takes a connection out of HTTP for good: request, reply and parser are let go, which are four fifths of what a silent connection costs.
 * Its reply is the last one, as it said `connection: close`.
 */
export const takeSocket = (outgoing: ServerResponse, socket: Socket): Socket => {
  const parser: unknown = Reflect.get(socket, "parser");
  outgoing.detachSocket(socket);
  if (isParser(parser)) {
    for (const name of ["socket", "incoming", "outgoing", "onIncoming"]) Reflect.set(parser, name, null);
    parser.unconsume();
    parser.remove();
    parser.close();
  }
  Reflect.set(socket, "parser", null);
  // All of them are HTTP's, and each holds the request.
  socket.removeAllListeners();
  socket.on("error", ignore);
  socket.on("end", () => socket.destroy());
  socket.setTimeout(0);
  // What a reader still sends is nothing to us; reading on shows when it goes.
  return socket.resume();
};

const ignore = (): void => {};
