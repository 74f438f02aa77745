import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { connect } from "@caravan/database/plain";
import { meshServices } from "@caravan/toolchain";
import { execa } from "execa";
import type { Connection } from "mysql2/promise";
import { kubectl, secretValue } from "./kubectl.ts";
import { caravan, root } from "./shop.ts";
import { openStreams } from "./streams.ts";

/** A copy of the checkout, whose commands mean the cluster of the checkout itself. */
export interface Copy {
  readonly root: string;
  /** Runs `./caravan` of the copy. */
  caravan(...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Copies what git knows or would know, and nothing that is made of it. Gone with this process, however that ends. */
export const copyCheckout = async (): Promise<Copy> => {
  const folder = await mkdtemp(join(tmpdir(), "caravan-copy-"));
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeAtExit);
  const files = await execa("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    stripFinalNewline: false,
  });
  const archive = await execa("tar", ["--null", "--files-from=-", "--create"], {
    cwd: root,
    input: files.stdout,
    encoding: "buffer",
  });
  await execa("tar", ["--extract", "--directory", folder], { input: archive.stdout });
  const env = { CARAVAN_CLUSTER_OF: resolve(root) };
  return {
    root: folder,
    caravan: async (...args) =>
      (await execa("./caravan", args, { cwd: folder, env, stdin: "ignore" })).stdout,
    remove: async () => {
      process.off("exit", removeAtExit);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Who enters a database. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A user of a service's database, out of one of its Secrets. */
export const credentialsIn = async (secret: string): Promise<Credentials> => {
  const [username, password] = await Promise.all(
    ["username", "password"].map((key) => secretValue("shop", secret, key)),
  );
  return { username: username ?? "", password: password ?? "" };
};

/** Opens a database of the shop as this user. */
export const enterDatabase = async (database: string, as: Credentials): Promise<Connection> => {
  const host = await kubectl(
    "-n",
    "shop-data",
    "get",
    "service",
    "mariadb",
    "-o",
    "jsonpath={.spec.clusterIP}",
  );
  return connect({ host, database, ...as });
};

/** Takes a service off the running shop with all that it kept; `up` of a checkout without it does the rest. */
export const takeAway = async (app: string, topics: readonly string[]): Promise<void> => {
  const [own, migration] = [`${app}-database`, `${app}-database-migration`];
  const shop = ["-n", "shop"];
  if (!(await kubectl(...shop, "get", "secret", migration, "--ignore-not-found", "-o", "name"))) return;
  await caravan("helm", "uninstall", app, "--namespace", "shop", "--ignore-not-found", "--wait");
  const [database, redis] = await Promise.all([
    credentialsIn(migration).then((user) => enterDatabase(app, user)),
    openStreams(),
  ]);
  await database.query(`drop database \`${app}\``);
  await database.end();
  await redis.del(...topics, ...topics.map((topic) => `dead-letter.${topic}`));
  redis.disconnect();
  await kubectl(...shop, "delete", "secret", own, migration);
};

const kinds = [
  ...["deployments", "services", "serviceaccounts", "configmaps", "secrets", "jobs", "roles", "rolebindings"],
  ...["networkpolicies", "poddisruptionbudgets", "virtualservices", "destinationrules", "sidecars"],
  ...["authorizationpolicies.security.istio.io", "components.dapr.io", "httpendpoints.dapr.io"],
];

/** The image of each service. What audits all of them is built anew with each new one. */
export const shopImages = async (): Promise<string[]> => {
  const images = '{range .items[*]}{.metadata.name} {.spec.template.spec.containers[0].image}{"\\n"}{end}';
  const services = meshServices();
  return (await kubectl("-n", "shop", "get", "deployments", ...services, "-o", `jsonpath=${images}`))
    .trim()
    .split("\n");
};

/** What is there for a while: Helm's records, whose numbers count up, and Jobs of a schedule. */
const passing = /\/sh\.helm\.release|^job\.batch\/.*-\d{8}$/;

/** What is in the shop's namespace and what its shared parts say, without what counts up. */
export const shopObjects = async (): Promise<string[]> => {
  const names = await kubectl("-n", "shop", "get", kinds.join(","), "-o", "name");
  const shared = ["components.dapr.io,configurations.dapr.io,resiliencies.dapr.io,virtualservices"];
  const specs = ["-o", 'jsonpath={range .items[*]}{.kind} {.metadata.name} {.scopes} {.spec}{"\\n"}{end}'];
  const keys = [
    "-n",
    "shop-data",
    "get",
    "secret",
    "mariadb",
    "-o",
    "go-template={{range $key, $_ := .data}}{{$key}} {{end}}",
  ];
  return [
    ...names.split("\n").filter((name) => !passing.test(name)),
    ...(await kubectl("-n", "shop", "get", ...shared, ...specs)).split("\n"),
    await kubectl(...keys),
  ].sort();
};
