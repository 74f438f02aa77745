import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { kubernetesSecrets } from "./kubernetes-secrets.ts";
import { secretNames } from "./secret-values.ts";
import { loadSecrets } from "./secrets.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-secrets-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("secrets are generated once, differ from each other, and only their owner reads them", async () => {
  const path = join(folder, "instance", "secrets.json");
  const first = await loadSecrets(path, secretNames(["order"]));
  const values = Object.values(first);
  expect(new Set(values).size).toBe(values.length);
  expect(values.every((value) => value.length >= 43)).toBe(true);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await loadSecrets(path, secretNames(["order"]))).toEqual(first);
});

test("a new database gets its passwords while the others keep theirs", async () => {
  const path = join(folder, "secrets.json");
  const before = await loadSecrets(path, secretNames(["order"]));
  const after = await loadSecrets(path, secretNames(["order", "product"]));
  expect(after).toMatchObject(before);
  expect(Object.keys(after)).toContain("product-migration-password");
});

test("values in the cluster win over the file", async () => {
  const path = join(folder, "secrets.json");
  await loadSecrets(path, secretNames([]));
  const secrets = await loadSecrets(path, secretNames([]), { "redis-password": "from-the-cluster" });
  expect(secrets["redis-password"]).toBe("from-the-cluster");
});

test("an app and the data store get the same password", async () => {
  const secrets = await loadSecrets(join(folder, "secrets.json"), secretNames(["order"]));
  const made = kubernetesSecrets(["order"], secrets);
  const find = (namespace: string, name: string) =>
    made.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name)?.stringData;
  expect(find("shop", "order-database")).toMatchObject({
    username: "order",
    database: "order",
    password: find("shop-data", "mariadb")?.["order-password"],
  });
  expect(find("shop", "order-database-migration")).toMatchObject({
    username: "order_migration",
    password: find("shop-data", "mariadb")?.["order-migration-password"],
  });
  expect(find("shop", "redis")?.password).toBe(find("shop-data", "redis")?.password);
  const audit = find("shop", "audit");
  expect(JSON.parse(audit?.order ?? "")).toMatchObject({
    ...{ username: "audit", database: "order" },
    password: find("shop-data", "mariadb")?.["audit-password"],
  });
  expect(JSON.parse(audit?.redis ?? "")).toMatchObject({
    ...{ username: "audit", port: 6379 },
    password: find("shop-data", "redis")?.["audit-password"],
  });
  expect(find("shop", "bank-merchant")).toEqual(find("outside", "bank"));
});

test("a secret that was not generated is never applied empty", () => {
  expect(() => kubernetesSecrets(["order"], {})).toThrow("no secret");
});
