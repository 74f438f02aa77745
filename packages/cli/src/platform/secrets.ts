import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";
import type { Kube } from "./kube.ts";

/** Generated secrets by name; the names are those of `secretNames`. */
const Secrets = v.record(v.string(), v.string());
export type Secrets = v.InferOutput<typeof Secrets>;

interface KubernetesSecret {
  apiVersion: "v1";
  kind: "Secret";
  metadata: { name: string; namespace: string };
  stringData: Record<string, string>;
}

/** The secrets a shop with these databases has: passwords of MariaDB's users, of Redis, and the key that signs guest cookies. */
export function secretNames(databases: readonly string[]): string[] {
  const users = databases.flatMap((name) => [`${name}-password`, `${name}-migration-password`]);
  return ["root-password", ...users, "redis-password", "guest-cookie-key"];
}

/** The Kubernetes Secrets of the platform, from the generated values. */
export function kubernetesSecrets(databases: readonly string[], secrets: Secrets): KubernetesSecret[] {
  const secret = (name: string) => {
    const value = secrets[name];
    if (value === undefined) throw new Error(`no secret ${name} was generated`);
    return value;
  };
  const make = (namespace: string, name: string, stringData: Record<string, string>): KubernetesSecret => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    stringData,
  });
  const account = (database: string, username: string, password: string) => ({
    host: "mariadb.shop-data.svc.cluster.local",
    port: "3306",
    database,
    username,
    password,
  });
  const passwords = secretNames(databases).filter(
    (name) => name.endsWith("-password") && name !== "redis-password",
  );
  const redis = { host: "redis.shop-data.svc.cluster.local:6379", password: secret("redis-password") };
  return [
    ...databases.flatMap((name) => [
      make("shop", `${name}-database`, account(name, name, secret(`${name}-password`))),
      make(
        "shop",
        `${name}-database-migration`,
        account(name, `${name}_migration`, secret(`${name}-migration-password`)),
      ),
    ]),
    make("shop", "guest-cookie", { key: secret("guest-cookie-key") }),
    make("shop", "redis", redis),
    make("shop-data", "mariadb", Object.fromEntries(passwords.map((name) => [name, secret(name)]))),
    make("shop-data", "redis", { password: redis.password }),
  ];
}

/** Reads the secrets file, adds what is missing (32 random bytes each) and keeps it readable by its owner only. */
export async function loadSecrets(
  path: string,
  names: readonly string[],
  known: Secrets = {},
): Promise<Secrets> {
  const text = await readFile(path, "utf8").catch(() => "{}");
  const stored = v.parse(v.pipe(v.string(), v.parseJson(), Secrets), text);
  const secrets = { ...stored, ...known };
  for (const name of names) secrets[name] ??= randomBytes(32).toString("base64url");
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

const Stored = v.object({
  items: v.array(
    v.object({
      metadata: v.object({ name: v.string() }),
      data: v.optional(v.record(v.string(), v.string()), {}),
    }),
  ),
});

/** Values that live in the cluster already; they win, because the data stores were set up with them. */
export async function secretsInCluster(kube: Kube): Promise<Secrets> {
  const read = async (namespace: string) => {
    const json = await kube.kubectl(["-n", namespace, "get", "secrets", "-o", "json"]);
    return v.parse(v.pipe(v.string(), v.parseJson(), Stored), json).items;
  };
  const [data, shop] = await Promise.all([read("shop-data"), read("shop")]);
  const plain = (encoded: string) => Buffer.from(encoded, "base64").toString();
  const found: Secrets = {};
  for (const { metadata, data: values } of data) {
    if (metadata.name === "mariadb")
      for (const [key, value] of Object.entries(values)) found[key] = plain(value);
    if (metadata.name === "redis" && values.password) found["redis-password"] = plain(values.password);
  }
  const cookie = shop.find(({ metadata }) => metadata.name === "guest-cookie")?.data.key;
  if (cookie) found["guest-cookie-key"] = plain(cookie);
  return found;
}

/** Makes sure that the cluster has every secret of the platform. */
export async function applySecrets(kube: Kube, path: string, databases: readonly string[]): Promise<void> {
  const secrets = await loadSecrets(path, secretNames(databases), await secretsInCluster(kube));
  await kube.apply(
    JSON.stringify({ apiVersion: "v1", kind: "List", items: kubernetesSecrets(databases, secrets) }),
  );
}
