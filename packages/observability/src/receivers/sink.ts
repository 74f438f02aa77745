import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { readMessage, robots, type Shown } from "./forms.ts";

/** Who is told: the group robots, and people by e-mail. */
export type Receiver = keyof typeof robots | "email";

/** A message, and when it arrived. */
export interface Arrived extends Shown {
  readonly at: Date;
}

/** Where messages arrive instead of the chats, in the forms that these document. */
export interface Sink {
  /** The address of each robot, and of the dead man's switch. */
  readonly addresses: Readonly<Record<keyof typeof robots | "heartbeat", string>>;
  /** `host:port` of the mail server. */
  readonly smarthost: string;
  /** What arrived at each, the oldest first. */
  readonly messages: Readonly<Record<Receiver, readonly Arrived[]>>;
  /** When the dead man's switch was called. */
  readonly beats: readonly Date[];
  /** Why messages were refused; nothing: all had the form. */
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

const heartbeat = "/heartbeat";

const listening = async (
  server: { listen: (port: number, host: string, done: () => void) => unknown },
  host: string,
) => new Promise<void>((resolve) => void server.listen(0, host, resolve));

const portOf = (server: { address: () => unknown }): number => {
  const address = server.address();
  if (typeof address !== "object" || address === null || !("port" in address))
    throw new Error("the sink does not listen");
  return Number(address.port);
};

/** Starts a sink at an address of this machine; on the loopback when none is named. */
export const startSink = async (host = "127.0.0.1"): Promise<Sink> => {
  const messages: Record<Receiver, Arrived[]> = { wecom: [], dingtalk: [], feishu: [], email: [] };
  const beats: Date[] = [];
  const refused: string[] = [];
  const names = ["wecom", "dingtalk", "feishu"] as const;

  const http = createServer(async (request, response) => {
    if (request.url === heartbeat) {
      beats.push(new Date());
      response.end();
      return;
    }
    const name = names.find((one) => robots[one].path === request.url);
    if (name === undefined || request.method !== "POST") {
      refused.push(`${request.method} ${request.url}`);
      response.writeHead(404).end();
      return;
    }
    const robot = robots[name];
    const answer = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    try {
      messages[name].push({ ...readMessage(robot, await text(request)), at: new Date() });
      answer(200, robot.taken);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      refused.push(`${name}: ${why}`);
      // The robots answer 200 to what they refuse; a sender that looks only at the status would not notice.
      answer(400, robot.refused(why));
    }
  });

  const mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: async (stream, _session, done) => {
      const { subject = "", text: body = "" } = await PostalMime.parse(await text(stream));
      messages.email.push({ title: subject, text: body, at: new Date() });
      done();
    },
  });
  mail.on("error", (error) => refused.push(`email: ${error.message}`));

  await Promise.all([listening(http, host), listening(mail, host)]);
  const base = `http://${host}:${portOf(http)}`;
  return {
    addresses: {
      wecom: base + robots.wecom.path,
      dingtalk: base + robots.dingtalk.path,
      feishu: base + robots.feishu.path,
      heartbeat: base + heartbeat,
    },
    smarthost: `${host}:${portOf(mail.server)}`,
    messages,
    beats,
    refused,
    close: async () => {
      http.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => http.close(() => resolve())),
        new Promise<void>((resolve) => mail.close(() => resolve())),
      ]);
    },
  };
};
