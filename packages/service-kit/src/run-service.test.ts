import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import { afterEach, describe, expect, it } from "vitest";

const fixture = fileURLToPath(new URL("./run-service.fixture.ts", import.meta.url));
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

const until = async <T>(ask: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await sleep(20);
  }
};

const start = async () => {
  const [port, sidecarPort] = [await getPort({ host: "127.0.0.1" }), await getPort({ host: "127.0.0.1" })];
  const child = spawn(process.execPath, [fixture], {
    env: {
      ...process.env,
      APP_ID: "demo",
      PORT: String(port),
      SIDECAR_PORT: String(sidecarPort),
      DRAIN_SECONDS: "1",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  await until(async () => ((await get("/readyz")).ok ? true : undefined));
  return { child, exited, get, sidecar: (path: string) => fetch(`http://127.0.0.1:${sidecarPort}${path}`) };
};

describe("a service", () => {
  it("drains on SIGTERM: readiness fails first, requests under way and new ones are still answered, then it exits 0", async () => {
    const { child, exited, get } = await start();
    const slow = get("/slow");
    await until(async () => ((await (await get("/started")).text()) === "1" ? true : undefined));
    child.kill("SIGTERM");
    await until(async () => ((await get("/readyz")).status === 503 ? true : undefined));
    expect((await get("/fast")).status).toBe(200);
    expect(await (await slow).text()).toBe("done");
    expect(await exited).toBe(0);
  });
  it("reports to its sidecar whether it can handle events", async () => {
    const { child, sidecar } = await start();
    expect((await sidecar("/readyz")).status).toBe(200);
    child.kill("SIGTERM");
    await until(async () => ((await sidecar("/readyz")).status === 503 ? true : undefined));
  });
  it("serves health and metrics, and no subscriptions unless it has some", async () => {
    const { get, sidecar } = await start();
    expect((await get("/healthz")).status).toBe(200);
    await get("/fast");
    expect(await (await get("/metrics")).text()).toContain('http_route="/fast"');
    expect(await (await sidecar("/dapr/subscribe")).json()).toEqual([]);
  });
});
