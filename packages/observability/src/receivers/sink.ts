import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { readMessage, robots, type Shown } from "./forms.ts";

/** Who is told: the group robots, and people by e-mail. */
export type Receiver = keyof typeof robots | "email";

/** Where messages arrive instead of the chats, in the forms that these document. */
export interface Sink {
  /** The address of each robot. */
  readonly addresses: Readonly<Record<keyof typeof robots, string>>;
  /** `host:port` of the mail server. */
  readonly smarthost: string;
  /** What arrived at each, the oldest first. */
  readonly messages: Readonly<Record<Receiver, readonly Shown[]>>;
  /** Why messages were refused; nothing: all had the form. */
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

const listening = async (server: { listen: (port: number, host: string, done: () => void) => unknown }) =>
  new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));

const portOf = (server: { address: () => unknown }): number => {
  const address = server.address();
  if (typeof address !== "object" || address === null || !("port" in address))
    throw new Error("the sink does not listen");
  return Number(address.port);
};

/** Starts a sink on the loopback. */
export const startSink = async (): Promise<Sink> => {
  const messages: Record<Receiver, Shown[]> = { wecom: [], dingtalk: [], feishu: [], email: [] };
  const refused: string[] = [];
  const names = ["wecom", "dingtalk", "feishu"] as const;

  const http = createServer(async (request, response) => {
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
      messages[name].push(readMessage(robot, await text(request)));
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
      messages.email.push({ title: subject, text: body });
      done();
    },
  });
  mail.on("error", (error) => refused.push(`email: ${error.message}`));

  await Promise.all([listening(http), listening(mail)]);
  const base = `http://127.0.0.1:${portOf(http)}`;
  return {
    addresses: {
      wecom: base + robots.wecom.path,
      dingtalk: base + robots.dingtalk.path,
      feishu: base + robots.feishu.path,
    },
    smarthost: `127.0.0.1:${portOf(mail.server)}`,
    messages,
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
