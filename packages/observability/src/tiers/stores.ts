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

/** Ports that nothing listens on, each another one. */
const freePorts = async (count: number): Promise<number[]> => {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => once(server.listen(0, "127.0.0.1"), "listening")));
  const ports = servers.map((server) => server.address());
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports.map((address) => (typeof address === "object" && address !== null ? address.port : 0));
};

const mostAttempts = 5;

/** Starts something at free ports; at others when a program that started meanwhile took one of them. */
export const atFreePorts = async <T>(
  count: number,
  start: (ports: readonly number[]) => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePorts(count));
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes("address already in use");
      if (!isTaken || attempt === mostAttempts) throw error;
    }
  }
};

/** Starts the real program, and waits until it answers. */
export const startStore = async (
  tools: ToolPaths,
  program: "victoria-metrics" | "victoria-logs",
  data: string,
  ...flags: string[]
): Promise<Store> => {
  await mkdir(data, { recursive: true });
  return atFreePorts(1, async ([port]) => {
    const listen = `127.0.0.1:${port}`;
    const address = `http://${listen}`;
    const own = [`-httpListenAddr=${listen}`, `-storageDataPath=${data}`, "-memory.allowedBytes=64MiB"];
    const { stop } = await startProgram(tools.path(program), [...own, ...flags], `${address}/health`);
    return { address, stop };
  });
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
