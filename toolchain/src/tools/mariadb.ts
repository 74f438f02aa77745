import { chmod, mkdir, readdir, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import { buildOnce, cacheFolder, keyOf } from "../cache.ts";
import { pins } from "../pins.ts";
import { Trouble } from "../trouble.ts";
import { apt, hasApt, missingAptPackages, updateApt } from "./apt.ts";

/**
 * MariaDB's Debian packages conflict with MySQL's: apt would remove a MySQL that is in use. So they are unpacked into the cache
 * and run from there; nothing is installed, and nothing is removed.
 */
const packages = pins.aptPackages.unpacked;

/** Always the newest one that was unpacked: tests look for MariaDB here as well. */
const current = () => cacheFolder("mariadb");

/** The file of one of its programs in the cache, once it is unpacked. */
export const unpackedFile = (name: string): string => join(current(), "bin", name);

/** The folder that stands for `/` to a program of MariaDB: `/` itself for an installed one. */
export const rootOf = async (file: string): Promise<string> => {
  const real = await realpath(file);
  const folder = dirname(dirname(real));
  return basename(dirname(real)) === "bin" && basename(folder).startsWith("mariadb-")
    ? join(folder, "root")
    : "/";
};

/** Unpacks MariaDB and the libraries it needs, as far as this machine does not have them. Needs root for nothing but a first list of packages. */
export const ensureMariadb = async (report: (line: string) => void = () => undefined): Promise<void> => {
  if (!(await hasApt()))
    throw new Trouble("MariaDB is missing, and there is no apt-get to fetch it with.", [
      "Install MariaDB's server and client with this system's own package manager, so that mariadbd and mariadb are on PATH.",
    ]);
  const wanted = await downloads();
  const folder = cacheFolder("tools", `mariadb-${keyOf(wrapper("x", ""), ...wanted.files)}`);
  await buildOnce(
    folder,
    async (unfinished) => {
      report("unpacking MariaDB; nothing is installed");
      await unpack(unfinished, wanted.names);
    },
    () => report("waiting for another run that unpacks it"),
  );
  await rm(`${current()}.new`, { force: true });
  await symlink(folder, `${current()}.new`);
  await rename(`${current()}.new`, current());
};

/** What has to be fetched: the packages, and the shared libraries below them that are not installed. */
const downloads = async (): Promise<{ names: string[]; files: string[] }> => {
  const closure = async () => {
    const kinds = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"];
    const flags = kinds.map((kind) => `--no-${kind}`);
    const { stdout } = await execa("apt-cache", ["depends", "--recurse", ...flags, ...packages], {
      reject: false,
    });
    return (stdout ?? "").split("\n").filter((line) => /^lib[a-z0-9]/.test(line));
  };
  let libraries = await closure();
  if (libraries.length === 0) {
    await updateApt();
    libraries = await closure();
  }
  const names = [...packages, ...(await missingAptPackages([...new Set(libraries)]))].sort();
  const said = await apt(["download", "--print-uris", ...names]);
  return { names, files: said.split("\n").filter((line) => line.includes(".deb ")) };
};

const unpack = async (folder: string, names: readonly string[]): Promise<void> => {
  const [debs, root, bin] = ["debs", "root", "bin"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const place of [debs, root, bin]) await mkdir(place);
  await apt(["download", ...names], debs);
  for (const deb of (await readdir(debs)).sort()) await execa("dpkg-deb", ["-x", join(debs, deb), root]);
  await rm(debs, { recursive: true });
  const programs = { mariadbd: "sbin", mariadb: "bin", "mariadb-install-db": "bin" };
  for (const [name, place] of Object.entries(programs)) {
    const option = name === "mariadb" ? "" : ' --basedir="$root/usr"';
    await writeFile(join(bin, name), wrapper(`usr/${place}/${name}`, option));
    await chmod(join(bin, name), 0o755);
  }
  const { exitCode, all } = await execa(join(bin, "mariadbd"), ["--version"], { reject: false, all: true });
  if (exitCode !== 0)
    throw new Trouble("MariaDB was unpacked and does not run.", (all ?? "").split("\n").slice(-5));
};

/** Starts a program with the libraries and files beside it. */
const wrapper = (file: string, options: string): string => `#!/bin/sh
root=$(dirname "$(dirname "$(readlink -f "$0")")")/root
libraries=$root/usr/lib/$(uname -m)-linux-gnu:$root/lib/$(uname -m)-linux-gnu
export LD_LIBRARY_PATH="$libraries\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec "$root/${file}" "$@"${options}
`;

/** Whether a file on PATH is a program of MariaDB: MySQL has a client and a server of other names, some link them. */
export const isMariadb = async (file: string): Promise<boolean> => {
  const { stdout } = await execa(file, ["--version"], { reject: false, timeout: 5000 });
  return /mariadb/i.test(stdout ?? "");
};
