import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import getPort from "get-port";
import { createConnection } from "mysql2/promise";

/** A real MariaDB of its own, on a loopback port. */
export interface MariaDb {
  readonly host: string;
  readonly port: number;
  /** The server's process, for tests that kill or freeze it. */
  readonly pid: number;
  /** Starts the server again after it was killed: same data, same port. */
  restart(): Promise<void>;
  /** Kills the server by its pid and deletes its data. */
  stop(): Promise<void>;
}

/**
 * Ends the server when this process ends, even by kill -9: the pipe to its standard input closes then. A line in the
 * pipe says that the end is intended, and keeps the data (`$0`).
 */
const watchdog = `"$@" & server=$!; echo "$server" >&3; read -r meant
kill -9 "$server" 2>/dev/null; wait "$server"; [ -n "$meant" ] || rm -rf "$0"`;

/**
 * Starts MariaDB (the one installed on this machine, never its system service) in a fresh folder: about a second.
 * Commits survive a kill of the server, not of the machine; everything else is as in production.
 */
export const startMariaDb = async (): Promise<MariaDb> => {
  const folder = await mkdtemp(join(tmpdir(), "caravan-mariadb-"));
  const asRoot = process.getuid?.() === 0 ? ["--user=root"] : [];
  const data = `--datadir=${join(folder, "data")}`;
  await cp(await emptyDatabase(asRoot), join(folder, "data"), { recursive: true });
  const port = await getPort({ host: "127.0.0.1" });
  const launch = async () => {
    const server = spawn(
      "sh",
      [
        ...["-c", watchdog, folder, program("mariadbd"), "--no-defaults", data, ...asRoot],
        ...["--bind-address=127.0.0.1", `--port=${port}`, `--socket=${join(folder, "socket")}`],
        // A server that starts removes the temporary tables that it finds there, those of another one too.
        `--tmpdir=${folder}`,
        ...["--skip-name-resolve", "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=32M"],
        ...["--innodb-log-file-size=8M", "--innodb-data-file-path=ibdata1:4M:autoextend"],
        ...["--innodb-print-all-deadlocks=0", `--log-error=${join(folder, "log")}`],
      ],
      { stdio: ["pipe", "ignore", "ignore", "pipe"] },
    );
    const pid = await firstLine(server);
    await answers(port, server, join(folder, "log"));
    return { server, pid };
  };
  let running = await launch();
  return {
    host: "127.0.0.1",
    port,
    get pid() {
      return running.pid;
    },
    async restart() {
      await end(running.server);
      running = await launch();
    },
    async stop() {
      await end(running.server);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/**
 * A folder with an empty database, made once per version of MariaDB and copied for every server: making one takes
 * longer than most tests. It is built aside and renamed, so that several processes may build it at the same time.
 */
const emptyDatabase = async (asRoot: readonly string[]): Promise<string> => {
  const options = [
    ...["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"],
    ...[
      "--innodb-log-file-size=8M",
      "--innodb-data-file-path=ibdata1:4M:autoextend",
      "--innodb-autoextend-increment=1",
      ...asRoot,
    ],
  ];
  const { stdout: version } = await promisify(execFile)(program("mariadbd"), ["--version"]);
  const digest = createHash("sha256")
    .update(`${version}${options.join(" ")}`)
    .digest("hex")
    .slice(0, 16);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "caravan");
  const folder = join(cache, `empty-mariadb-${digest}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const aside = await mkdtemp(join(cache, ".empty-mariadb-"));
  const data = join(aside, "data");
  await promisify(execFile)(program("mariadb-install-db"), [...options, `--datadir=${data}`]);
  await rename(data, folder).catch((error: unknown) => {
    // Another process was first: its folder is used.
    if (!existsSync(folder)) throw error;
  });
  await rm(aside, { recursive: true, force: true });
  return folder;
};

const program = (name: string): string => {
  // `./caravan up` and `./caravan test` unpack it there when it is not installed.
  const unpacked = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "caravan/mariadb/bin");
  const places = [
    ...(process.env.PATH ?? "").split(":"),
    "/usr/sbin",
    "/usr/bin",
    "/usr/local/sbin",
    unpacked,
  ];
  const found = places.map((place) => join(place, name)).find((file) => existsSync(file));
  if (!found) throw new Error(`${name} is missing; this fetches it: ./caravan test --quick`);
  return found;
};

const firstLine = async (server: ChildProcess): Promise<number> => {
  const pipe = server.stdio[3];
  if (!pipe) throw new Error("the server was started without its pipe");
  const [line] = await once(pipe, "data");
  return Number(String(line).trim());
};

const answers = async (port: number, server: ChildProcess, log: string): Promise<void> => {
  const giveUp = Date.now() + 60_000;
  for (;;) {
    try {
      const connection = await createConnection({ host: "127.0.0.1", port, user: "root" });
      connection.destroy();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > giveUp) {
        const written = await readFile(log, "utf8").catch(() => "");
        throw new Error(`MariaDB did not start: ${written.slice(-2000)}`, { cause: error });
      }
      await sleep(25);
    }
  }
};

const end = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.stdin?.end("meant\n");
  await ended;
};
