import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { auditedDatabases } from "@caravan/audit";
import { openShop, plantSoundShop, type TestShop } from "@caravan/audit/testing";
import { rows } from "@caravan/database/plain";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

let shop: TestShop;
let secrets: string;
beforeAll(async () => {
  shop = await openShop();
  secrets = await mkdtemp(join(tmpdir(), "caravan-audit-"));
  await mkdir(join(secrets, "audit"));
  await shop.order.$client.query("create user reader identified by 'reads only'");
  await shop.order.$client.query("grant select on *.* to reader");
  for (const name of auditedDatabases) {
    const { host, port, database } = await shop.addressOf(name);
    const user = { username: "reader", password: "reads only" };
    await mount(name, { host, port: String(port), database, ...user });
  }
  await mount("redis", { host: "127.0.0.1", port: shop.redisPort });
});
afterAll(async () => {
  await rm(secrets, { recursive: true });
  await shop.close();
});

const mount = (key: string, value: unknown) => writeFile(join(secrets, "audit", key), JSON.stringify(value));

const Line = v.looseObject({ level: v.string(), msg: v.string(), invariants: v.optional(v.number()) });

interface Run {
  code: unknown;
  log: v.InferOutput<typeof Line>[];
}

/** Runs the program as its Job does: how it ends, and its log. */
const run = async (folder = secrets, ...flags: string[]): Promise<Run> => {
  const env = { ...process.env, LOG_LEVEL: "info", SECRETS_FOLDER: folder };
  const [code, stdout] = await new Promise<[unknown, string]>((done) => {
    execFile(process.execPath, [...flags, main], { env }, (error, output) =>
      done([error?.code ?? 0, output]),
    );
  });
  const lines = stdout.trim().split("\n");
  return { code, log: lines.map((line) => v.parse(Line, JSON.parse(line))) };
};

test("ends with 0 when every invariant holds, and names each", async () => {
  const { code, log } = await run();
  expect({ code, last: log.at(-1) }).toMatchObject({ code: 0, last: { level: "info", broken: 0 } });
  expect(log.slice(0, -1)).toEqual(
    Array.from({ length: log.at(-1)?.invariants ?? 0 }, () =>
      expect.objectContaining({ level: "info", invariant: expect.any(String), faults: 0 }),
    ),
  );
});

test("ends with 2, and not with Node's own 1, when something throws outside of the checks", async () => {
  const late = 'data:text/javascript,process.once("beforeExit",()=>{throw new Error("late")})';
  const { code, log } = await run(secrets, "--import", late);
  expect({ code, last: log.at(-1) }).toMatchObject({ code: 2, last: { level: "fatal", reason: "late" } });
});

test("ends with 1 when one is broken, and writes a line that says which and what", async () => {
  const { waiting } = await plantSoundShop(shop); // long ago, so it is past its deadline
  const { code, log } = await run();
  expect(code).toBe(1);
  expect(log).toContainEqual(
    expect.objectContaining({
      level: "error",
      invariant: "nothing is past its deadline without a retry planned",
      examples: expect.arrayContaining([expect.stringContaining(waiting.order)]),
    }),
  );
  const broken = log.slice(0, -1).filter(({ level }) => level === "error").length;
  expect(log.at(-1)).toMatchObject({ level: "error", invariants: log.length - 1, broken });
});

/** What a run says that could not audit: one line, with neither a stack nor a password. */
const expectNoAudit = async (reason: RegExp, run: Promise<Run>) => {
  const { code, log } = await run;
  expect({ code, log }).toEqual({
    code: 2,
    log: [
      expect.objectContaining({
        level: "fatal",
        msg: "the audit could not be made",
        reason: expect.stringMatching(reason),
      }),
    ],
  });
  expect(JSON.stringify(log)).not.toMatch(/reads only|\\n +at /);
};

test("ends with 2 when the connections break between its two looks", async () => {
  const { $client } = shop.order;
  const idle =
    "select id from information_schema.processlist where user = 'reader' and command = 'Sleep' and time > 0";
  const running = run(); // the shop is not sound, so it waits and looks again
  await vi.waitFor(
    async () => {
      const connections = await rows<{ id: number }>($client, idle);
      expect(connections).toHaveLength(auditedDatabases.length);
      for (const { id } of connections) await $client.query(`kill ${id}`);
    },
    { timeout: 60_000, interval: 100 },
  );
  await expectNoAudit(/./, running);
}, 90_000);

test("ends with 2 when the broker is away, and says so", async () => {
  await mount("redis", { host: "127.0.0.1", port: 1 });
  await expectNoAudit(/^Redis cannot be reached: .*ECONNREFUSED/, run());
  await mount("redis", { host: "127.0.0.1", port: shop.redisPort });
});

test("ends with 2 when a database cannot be opened, and names it", async () => {
  await shop.order.$client.query("alter user reader account lock");
  await expectNoAudit(/^The database of [a-z]+ cannot be opened: /, run());
});

test("ends with 2 when its secret is not there, and names it", async () => {
  await expectNoAudit(/secret.*audit/, run(join(secrets, "nowhere")));
});
