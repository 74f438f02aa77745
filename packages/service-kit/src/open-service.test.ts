import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { ConfigError, defineConfig, loadConfig } from "./config.ts";
import { openingOf } from "./open-service.ts";

const config = loadConfig(defineConfig({}), { APP_ID: "demo", DAPR_HTTP_PORT: "4000", EVENTS: "off" });
const Secret = v.object({ host: v.string() });

const open = () => {
  const closed: string[] = [];
  const asked: string[] = [];
  const context = () => undefined;
  const connect = (settings: { httpPort: number; defaultTimeoutSeconds: number }) => ({
    ...{ settings, context },
    async secret(name: string) {
      asked.push(name);
      return name === "demo-database" ? { host: "db" } : {};
    },
    close: async () => void closed.push("sidecar"),
  });
  const openDatabase = async (settings: object) => ({
    settings,
    ping: async () => Promise.reject(new Error("away")),
    locks: () => ({ waiting: 0, refused: 0 }),
    close: async () => void closed.push("database"),
  });
  return { ...openingOf(config), connect, openDatabase, closed, asked, context };
};

describe("opening a service", () => {
  it("connects to the sidecar of its pod, is ready while its database answers, and closes the last one first", async () => {
    const { service, connect, openDatabase, asked, context, ready, closing, closed } = open();
    expect(service).toMatchObject({ app: "demo", version: "v1", events: { enabled: false } });
    expect(service.outbox.source).toBe("/caravan/demo");
    const sidecar = service.sidecar(connect);
    expect(sidecar.settings).toMatchObject({ httpPort: 4000, defaultTimeoutSeconds: 5 });
    const database = await service.database(openDatabase, Secret, { orders: {} });
    expect(database.settings).toEqual({ host: "db", schema: { orders: {} }, context });
    expect(asked).toEqual(["demo-database"]);
    await expect(service.secret("other", Secret)).rejects.toThrow(ConfigError);
    await expect(ready.database?.()).rejects.toThrow("away");
    for (const part of closing.toReversed()) await part.close();
    expect(closed).toEqual(["database", "sidecar"]);
  });

  it("reads mounted files where there is no sidecar", async () => {
    await expect(open().service.secret("nowhere", Secret)).rejects.toThrow(/secret nowhere: host/);
  });
});
