import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { RecordingBroker } from "../testing/recording-broker.ts";
import { openRelayFixture, type RelayFixture } from "../testing/relay-fixture.ts";

const patience = { timeout: 25_000, interval: 10 };

let fixture: RelayFixture;

beforeAll(async () => {
  fixture = await openRelayFixture();
});
afterAll(() => fixture.close());
afterEach(() => fixture.reset());

describe("the relay", () => {
  test("loses nothing while the broker is down, and nothing when an outcome is missing or late", async () => {
    const broker = new RecordingBroker();
    const faults = [
      () => Promise.reject(new Error("connection refused")),
      () => Promise.resolve([]),
      () => new Promise<never>(() => {}),
    ];
    let calls = 0;
    for (let n = 0; n < 5; n += 1) await fixture.append(`ord_${n}`);
    fixture.start({
      publishTimeoutSeconds: 0.05,
      publish: (events) => {
        calls += 1;
        return calls <= 9 ? (faults[calls % 3]?.() ?? Promise.resolve([])) : broker.publish(events);
      },
    });
    await vi.waitFor(async () => expect(await fixture.left()).toBe(0), patience);
    expect(broker.ids.size).toBe(5);
  });

  test("publishes again with the same id what was published but not marked when the process was killed", async () => {
    await fixture.append("ord_1");
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("../testing/crashing-relay.ts", import.meta.url)),
        JSON.stringify(fixture.settings),
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [published] = await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    const broker = new RecordingBroker();
    fixture.start({ publish: broker.publish });
    await vi.waitFor(async () => expect(await fixture.left()).toBe(0), patience);
    expect(broker.confirmed.map(({ id }) => id)).toEqual([String(published).trim()]);
  });

  test("survives an outage of the database", async () => {
    const broker = new RecordingBroker();
    const log = { warn: vi.fn() };
    await fixture.append("ord_1");
    process.kill(fixture.server.pid, "SIGKILL");
    fixture.start({ publish: broker.publish, log });
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalled(), patience);
    await fixture.server.restart();
    await vi.waitFor(() => expect(broker.ids.size).toBe(1), patience);
  });
});
