import { auditedDatabases } from "@caravan/audit";
import { namespaces } from "@caravan/toolchain";
import { namespaceOf, partners } from "./partners.ts";
import { redisUsers, type Secrets, secretPlaces, staffEmail } from "./secret-values.ts";

export interface KubernetesSecret {
  apiVersion: "v1";
  kind: "Secret";
  metadata: { name: string; namespace: string };
  stringData: Record<string, string>;
}

const make = (namespace: string, name: string, stringData: Record<string, string>): KubernetesSecret => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace },
  stringData,
});

const redisHost = `redis.${namespaces.data}.svc.cluster.local`;
const redisPort = 6379;

const account = (database: string, username: string, password: string) => ({
  host: `mariadb.${namespaces.data}.svc.cluster.local`,
  port: "3306",
  database,
  username,
  password,
});

/** The Kubernetes Secrets of the platform, from the generated values. */
export const kubernetesSecrets = (databases: readonly string[], secrets: Secrets): KubernetesSecret[] => {
  const secret = (name: string) => {
    const value = secrets[name];
    if (value === undefined) throw new Error(`no secret ${name} was generated`);
    return value;
  };
  /** The values whose place is this Secret. */
  const stored = (namespace: string, name: string) => {
    const places = [...secretPlaces(databases)].filter(([, [at, own]]) => at === namespace && own === name);
    return make(
      namespace,
      name,
      Object.fromEntries(places.map(([value, [, , key]]) => [key, secret(value)])),
    );
  };
  const auditor = ["audit", secret("audit-password")] as const;
  const redisAuditor = secret("redis-audit-password");
  const redis = { host: `${redisHost}:${redisPort}`, password: secret("redis-password") };
  return [
    ...databases.flatMap((name) => {
      const migration = account(name, `${name}_migration`, secret(`${name}-migration-password`));
      return [
        make(namespaceOf(name), `${name}-database`, account(name, name, secret(`${name}-password`))),
        make(namespaceOf(name), `${name}-database-migration`, migration),
      ];
    }),
    make(namespaces.shop, "user-signing-keys", { keys: secret("signing-keys") }),
    make(namespaces.shop, "staff-account", { email: staffEmail, password: secret("staff-password") }),
    make(namespaces.shop, "partners-ca", { "ca.crt": secret("partners-ca") }),
    ...partners().flatMap((name) => {
      const shared = { apiKey: secret(`${name}-api-key`), callbackSecret: secret(`${name}-callback-secret`) };
      const tls = { "tls.crt": secret(`${name}-tls-certificate`), "tls.key": secret(`${name}-tls-key`) };
      return [
        make(namespaces.partners, name, shared),
        make(namespaces.partners, `${name}-tls`, tls),
        make(namespaces.shop, name === "bank" ? "bank-merchant" : "carrier-sender", shared),
      ];
    }),
    make(namespaces.shop, "redis", redis),
    // Each database and the broker, as users that only read.
    make(namespaces.shop, "audit", {
      ...Object.fromEntries(
        auditedDatabases.map((name) => [name, JSON.stringify(account(name, ...auditor))]),
      ),
      redis: JSON.stringify({ host: redisHost, port: redisPort, username: "audit", password: redisAuditor }),
    }),
    ...redisUsers().map((username) => {
      const password = secret(`redis-${username}-password`);
      const port = String(redisPort);
      return make(namespaces.shop, `${username}-redis`, { host: redisHost, port, username, password });
    }),
    stored(namespaces.data, "mariadb"),
    stored(namespaces.data, "redis"),
  ];
};
