import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { type ToolPaths, until } from "@caravan/toolchain";

/** A store on the loopback. */
export interface Store {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** A port that nothing listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no free port");
  return address.port;
};

/** Starts the real program, and waits until it answers. */
export const startStore = async (
  tools: ToolPaths,
  program: "victoria-metrics" | "victoria-logs",
  data: string,
  ...flags: string[]
): Promise<Store> => {
  const listen = `127.0.0.1:${await freePort()}`;
  await mkdir(data, { recursive: true });
  const address = `http://${listen}`;
  const own = [`-httpListenAddr=${listen}`, `-storageDataPath=${data}`, "-memory.allowedBytes=64MiB"];
  const { stop } = await startProgram(tools.path(program), [...own, ...flags], `${address}/health`);
  return { address, stop };
};

/** Starts a program, and waits until it is well. @throws Error with its last words when it ends before */
export const startProgram = async (
  file: string,
  args: readonly string[],
  health: string,
): Promise<Pick<Store, "stop">> => {
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "pipe"] });
  const words: string[] = [];
  child.stderr.on("data", (chunk) => void words.push(String(chunk)));
  const ended = once(child, "exit");
  await until(`${health} answers`, async () => {
    if (child.exitCode !== null) throw new Error(`${file} ended: ${words.slice(-3).join("")}`);
    return (await fetch(health).catch(() => undefined))?.ok ? true : undefined;
  });
  return {
    stop: async () => {
      child.kill();
      await ended;
    },
  };
};

/** Sends text to a store. @throws Error with its words when it refuses */
export const post = async (url: string, body = ""): Promise<void> => {
  const reply = await fetch(url, { method: "POST", body });
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`);
};

/** Asks a store. @throws Error with its words when it refuses */
export const ask = async (url: string, query: Readonly<Record<string, string>> = {}): Promise<string> => {
  const reply = await fetch(`${url}?${new URLSearchParams(query)}`);
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`);
  return reply.text();
};
