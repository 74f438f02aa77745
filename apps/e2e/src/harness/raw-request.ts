import { connect } from "node:net";
import { shop } from "./shop.ts";

/** The reply over a connection until the other side closed it. */
export interface RawReply {
  /** Of the first line; undefined without a reply. */
  readonly status: number | undefined;
  readonly text: string;
  readonly afterSeconds: number;
}

/** Raw bytes sent to the gateway, the rest withheld. */
export interface RawRequest {
  readonly closed: Promise<RawReply>;
  end(): void;
}

/** Connects to the gateway and sends a part of a request, like clients that are slow or not browsers. */
export const sendRaw = async (text: string): Promise<RawRequest> => {
  const { hostname, port } = new URL((await shop()).shop);
  const socket = connect(Number(port || 80), hostname);
  const start = Date.now();
  let got = "";
  socket
    .on("connect", () => socket.write(text))
    .on("data", (data) => {
      got += data.toString();
    });
  const closed = new Promise<RawReply>((resolve) => {
    const finish = () => {
      const status = /^HTTP\/1\.\d (\d{3})/.exec(got)?.[1];
      resolve({
        status: status === undefined ? undefined : Number(status),
        text: got,
        afterSeconds: (Date.now() - start) / 1000,
      });
    };
    socket.on("error", finish).on("close", finish);
  });
  return { closed, end: () => socket.destroy() };
};
