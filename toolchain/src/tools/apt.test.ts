import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ensureAptPackages } from "./apt.ts";
import { ensureMariadb, rootOf, unpackedFile } from "./mariadb.ts";

let folder: string;

/** Puts a program of that name first on PATH. */
const fake = (name: string, script: string) =>
  writeFile(join(folder, "bin", name), `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\n${script}\n`, {
    mode: 0o755,
  });
const calls = async () => (await readFile(join(folder, "calls"), "utf8")).split("\n").filter(Boolean);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-apt-"));
  await mkdir(join(folder, "bin"));
  vi.stubEnv("PATH", [join(folder, "bin"), process.env.PATH].join(delimiter));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  vi.spyOn(process, "getuid").mockReturnValue(0);
  await fake("dpkg-query", 'echo "installed mysql-server-8.0"');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** An apt-get that removes a package when it has to, unless it is called with --no-remove. */
const aptInTheWay = `case "$*" in
  *" install "*--no-remove*) echo "E: Packages need to be removed but remove is disabled." >&2; exit 100 ;;
  *" install "*) touch "${"$"}{0%/bin/*}/mysql-is-gone" ;;
esac`;

test("a package that is in the way of ours is never removed, and that is said in words", async () => {
  await fake("apt-get", aptInTheWay);
  await expect(ensureAptPackages(["redis-tools"], () => undefined)).rejects.toMatchObject({
    remedies: expect.arrayContaining([expect.stringContaining("none of them is removed")]),
  });
  await expect(readFile(join(folder, "mysql-is-gone"))).rejects.toThrow();
  const installs = (await calls()).filter((call) => call.includes(" install "));
  expect(installs).toHaveLength(1);
  for (const call of installs) expect(call).toContain("--no-remove");
});

test("MariaDB is unpacked into the cache and runs from there: nothing is installed beside a MySQL", async () => {
  await fake("apt-cache", 'echo mariadb-server-core; echo "  Depends: liburing2"; echo liburing2');
  await fake(
    "apt-get",
    `case "$*" in
  *--print-uris*) echo "'http://mirror/a.deb' mariadb-server-core_1_all.deb 1 SHA256:1" ;;
  *" download "*) touch mariadb-server-core_1_all.deb ;;
esac`,
  );
  await fake(
    "dpkg-deb",
    'mkdir -p "$3/usr/sbin"; printf "#!/bin/sh\\necho \\"\\$LD_LIBRARY_PATH \\$*\\"\\n" > "$3/usr/sbin/mariadbd"; chmod +x "$3/usr/sbin/mariadbd"',
  );
  await ensureMariadb();
  const root = await rootOf(unpackedFile("mariadbd"));
  expect(root).toContain(join(folder, "cache"));
  const { stdout } = await execa(unpackedFile("mariadbd"), ["--no-defaults"]);
  expect(stdout).toMatch(/root\/usr\/lib\/\S+-linux-gnu.* --no-defaults --basedir=.*\/root\/usr$/);
  const asked = await calls();
  expect(
    asked.filter((call) => / download liburing2 mariadb-client-core mariadb-server-core/.test(call)),
  ).not.toHaveLength(0);
  expect(asked.filter((call) => /apt-get.* (install|remove|purge) /.test(call))).toEqual([]);
  await ensureMariadb();
  expect((await calls()).filter((call) => call.startsWith("dpkg-deb"))).toHaveLength(1);
});
