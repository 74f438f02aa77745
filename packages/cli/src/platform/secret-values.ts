import { randomBytes } from "node:crypto";
import { generateSigningKey } from "@caravan/operations/keys";
import { declaredServices, namespaces } from "@caravan/toolchain";
import * as v from "valibot";
import { partners } from "./partners.ts";

/** Generated secrets by name; the names are those of `secretNames`. */
export const Secrets = v.record(v.string(), v.string());
export type Secrets = v.InferOutput<typeof Secrets>;

/** The place of a value in the cluster: namespace, Secret and key. */
export type Place = readonly [namespace: string, secret: string, key: string];

/** E-mail address of the account that has all scopes. */
export const staffEmail = "staff@caravan.example";

/** The services that have a user of Redis, for keys of their own. */
export const redisUsers = (): string[] =>
  declaredServices().flatMap(({ name, redis }) => (redis ? [name] : []));

/** The secrets of a shop with these databases, and the place of each in the cluster. */
export const secretPlaces = (databases: readonly string[]): ReadonlyMap<string, Place> => {
  const mariadb = [
    "root-password",
    "audit-password",
    "metrics-password",
    ...databases.flatMap((name) => [`${name}-password`, `${name}-migration-password`]),
  ].map((name): [string, Place] => [name, [namespaces.data, "mariadb", name]]);
  const others: [string, Place][] = [
    ["redis-password", [namespaces.data, "redis", "password"]],
    ...["audit", "metrics", ...redisUsers()].map((user): [string, Place] => [
      `redis-${user}-password`,
      [namespaces.data, "redis", `${user}-password`],
    ]),
    ["signing-keys", [namespaces.shop, "user-signing-keys", "keys"]],
    ["staff-password", [namespaces.shop, "staff-account", "password"]],
    ["partners-ca", [namespaces.shop, "partners-ca", "ca.crt"]],
    ...partners().flatMap((name): [string, Place][] => [
      [`${name}-api-key`, [namespaces.partners, name, "apiKey"]],
      [`${name}-callback-secret`, [namespaces.partners, name, "callbackSecret"]],
      [`${name}-tls-certificate`, [namespaces.partners, `${name}-tls`, "tls.crt"]],
      [`${name}-tls-key`, [namespaces.partners, `${name}-tls`, "tls.key"]],
    ]),
  ];
  return new Map([...mariadb, ...others]);
};

/** The names of all secret values. */
export const secretNames = (databases: readonly string[]): string[] => [...secretPlaces(databases).keys()];

/** Makes one value: a key pair or 32 random bytes. Certificates are made together. */
export const generate = (name: string): string =>
  name === "signing-keys"
    ? JSON.stringify([generateSigningKey(new Date(0))])
    : randomBytes(32).toString("base64url");

/** Whether a value is made together with the others of its kind, by `makePartnerCertificates`. */
export const isCertificate = (name: string): boolean => name === "partners-ca" || name.includes("-tls-");
