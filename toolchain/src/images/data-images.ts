import { existsSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ToolPaths } from "../tools/ensure.ts";
import { rootOf } from "../tools/mariadb.ts";
import { findOnPath } from "../tools/on-path.ts";
import { Trouble } from "../trouble.ts";
import { stageBusybox } from "./busybox.ts";
import type { ImageRecipe } from "./recipe.ts";

const entrypoint = resolve(import.meta.dirname, "../../images/mariadb-entrypoint.sh");
const dataUserId = 999;
/** What mariadb-install-db and the entrypoint call. */
const applets = [
  "sh",
  "sed",
  "cat",
  "mkdir",
  "mv",
  "rm",
  "rmdir",
  "printf",
  "echo",
  "test",
  "dirname",
  "basename",
];
const moreApplets = [
  "expr",
  "hostname",
  "id",
  "ls",
  "uname",
  "chmod",
  "chown",
  "touch",
  "tr",
  "env",
  "awk",
  "grep",
  "sleep",
];

/** MariaDB out of Debian's packages, installed or unpacked, to be used like the official image. */
export const mariadbImage = async (tools: ToolPaths): Promise<ImageRecipe> => {
  const [unpacked, ofClient] = await Promise.all([
    rootOf(tools.path("mariadbd")),
    rootOf(tools.path("mariadb")),
  ]);
  const server = join(unpacked, "usr/sbin/mariadbd");
  const client = join(ofClient, "usr/bin/mariadb");
  const install = join(unpacked, "usr/bin/mariadb-install-db");
  return {
    name: "mariadb",
    inputs: [server, client, entrypoint, install, tools.path("busybox")],
    config: { entrypoint: ["/usr/local/bin/docker-entrypoint.sh"], user: `${dataUserId}:${dataUserId}` },
    async stage(root) {
      await root.basics({ mysql: dataUserId });
      await stageBusybox(root, tools.path("busybox"), [...applets, ...moreApplets]);
      await root.program("/usr/sbin/mariadbd", server, unpacked);
      await root.program("/usr/bin/mariadb", client, ofClient);
      for (const name of ["my_print_defaults", "resolveip"]) {
        const file = [unpacked, ofClient].map((place) => join(place, "usr/bin", name)).find(existsSync);
        await root.program(`/usr/bin/${name}`, file ?? (await need(name)), unpacked);
      }
      await root.file("/usr/bin/mariadb-install-db", install);
      const shared = "/usr/share/mysql";
      for (const folder of ["charsets", "english"])
        await root.tree(join(shared, folder), join(unpacked, shared, folder));
      for (const script of [
        "fill_help_tables",
        "maria_add_gis_sp_bootstrap",
        "mysql_performance_tables",
        "mysql_sys_schema",
        "mysql_system_tables",
        "mysql_system_tables_data",
        "mysql_test_db",
      ])
        if (existsSync(join(unpacked, shared, `${script}.sql`)))
          await root.file(`${shared}/${script}.sql`, join(unpacked, shared, `${script}.sql`));
      await root.directory("/usr/lib/mysql/plugin");
      await root.text("/usr/local/bin/docker-entrypoint.sh", await readFile(entrypoint), 0o755);
      await root.directory("/var/lib/mysql", 0o777);
      await root.directory("/run/mysqld", 0o777);
    },
  };
};

/** Redis out of Debian's packages, to be used like the official image. */
export const redisImage = (tools: ToolPaths): ImageRecipe => {
  return {
    name: "redis",
    inputs: [tools.path("redis-check-rdb")],
    config: {
      entrypoint: ["/usr/local/bin/redis-server"],
      user: `${dataUserId}:${dataUserId}`,
      workingDir: "/data",
    },
    async stage(root) {
      await root.basics({ redis: dataUserId });
      // One program under several names, it looks at the one it was called by. Debian keeps it under this one;
      // its package redis-server is only a link to it, and a system service that is not wanted here.
      await root.program("/usr/local/bin/redis-server", await realpath(tools.path("redis-check-rdb")));
      await root.program("/usr/local/bin/redis-cli", await need("redis-cli"));
      await root.directory("/data", 0o777);
    },
  };
};

const need = async (name: string): Promise<string> => {
  const file = await findOnPath(name);
  if (!file)
    throw new Trouble(`${name} is missing`, [
      "It belongs to mariadb-server-core, mariadb-client-core or redis-tools; run this again.",
    ]);
  return realpath(file);
};
