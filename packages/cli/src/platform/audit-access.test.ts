import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditedDatabases, auditShop, isSound } from "@caravan/audit";
import { migrate } from "@caravan/database";
import { connect } from "@caravan/database/plain";
import { type MariaDb, startMariaDb } from "@caravan/database/testing";
import { ownerFlags, startRedis, type TestRedis } from "@caravan/streams/testing";
import { checkout, declaredServices, ensureTools } from "@caravan/toolchain";
import { execa } from "execa";
import { Redis } from "ioredis";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";

const Rendered = v.union([
  v.object({ kind: v.literal("ConfigMap"), data: v.object({ "init.sql": v.string() }) }),
  v.object({
    kind: v.literal("StatefulSet"),
    metadata: v.object({ name: v.literal("redis") }),
    spec: v.object({
      template: v.object({
        spec: v.object({ containers: v.tuple([v.object({ args: v.array(v.string()) })]) }),
      }),
    }),
  }),
]);

/** What the chart of the data stores gives MariaDB to run at its start, and Redis as its users. */
const rendered = async (): Promise<{ sql: string; users: string[] }> => {
  const helm = (await ensureTools(["helm"], { log: () => {} })).path("helm");
  const { stdout } = await execa(helm, ["template", "data", join(checkout, "charts/data")]);
  const found = parseAllDocuments(stdout).map((document) => v.safeParse(Rendered, document.toJS()));
  const objects = found.flatMap(({ success, output }) => (success ? [output] : []));
  return {
    sql: objects.flatMap((one) => (one.kind === "ConfigMap" ? [one.data["init.sql"]] : [])).join("\n"),
    users: objects.flatMap((one) => {
      if (one.kind === "ConfigMap") return [];
      const { args } = one.spec.template.spec.containers[0];
      return args.slice(args.indexOf("--user")).map((arg) => arg.replace(/\$\(.*\)/, password));
    }),
  };
};

const password = "of each user here";
let users: string[];
let folder: string;
let server: MariaDb;
let broker: TestRedis;
const addressOf = async (database: string, username = "audit") => ({
  ...{ host: server.host, port: server.port },
  ...{ database, username, password },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-audit-access-"));
  const { sql, ...found } = await rendered();
  users = found.users;
  server = await startMariaDb();
  broker = await startRedis(users);
  const root = await connect({ ...(await addressOf("", "root")), password: "" });
  for (const [, file = ""] of sql.matchAll(/\/run\/secrets\/mariadb\/([a-z-]+)/g))
    await writeFile(join(folder, file), password);
  await chmod(folder, 0o755);
  // Before any migration has run, as on the first start.
  for (const statement of sql.replaceAll("/run/secrets/mariadb", folder).split("\n"))
    if (statement.trim() !== "") await root.query(statement);
  root.destroy();
  for (const app of auditedDatabases)
    await migrate({
      ...(await addressOf(app, `${app}_migration`)),
      migrationsFolder: join(checkout, "apps", app, "migrations"),
    });
}, 900_000);
afterAll(async () => {
  await broker.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

const redis = () => new Redis({ port: broker.port, username: "audit", password, enableReadyCheck: false });

test("the audit's own users may read all that it looks at", async () => {
  const reader = redis();
  const verdicts = await auditShop({ addressOf, redis: reader, lagSeconds: 60 });
  reader.disconnect();
  expect(isSound(verdicts)).toBe(true);
});

test("they may write nothing, and read no password, token, address book or cart", async () => {
  const user = await connect(await addressOf("user"));
  const refused = (statement: string) =>
    expect(user.query(statement), statement).rejects.toThrow(/command denied|Access denied/);
  await refused("select password_hash from accounts");
  await refused("select * from refresh_tokens");
  await refused("select * from addresses");
  await refused("select * from product.products");
  await refused("delete from outbox");
  await refused("create table account_ids2 (id int)");
  await refused("delete from `order`.orders");
  await refused("update payment.payments set captured_cents = 0");
  user.destroy();
  const reader = redis();
  await broker.redis.hset("storefront||1", "data", "a cart");
  for (const command of [reader.hgetall("storefront||1"), reader.xadd("order.ended.v1", "*", "a", "b")])
    await expect(command).rejects.toThrow("NOPERM");
  reader.disconnect();
});

test.each(declaredServices().filter(({ redis }) => redis))(
  "the tests of $name sign in to Redis as the user that the chart makes",
  ({ name }) => {
    const own = users.slice(users.indexOf(name) - 1);
    const flags = ownerFlags(name, password);
    expect([...own.slice(0, flags.length), own[flags.length]]).toEqual([...flags, "--user"]);
  },
);
