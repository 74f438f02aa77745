import { execa } from "execa";
import { Trouble } from "../trouble.ts";

/** dpkg-query's own placeholders. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: not a template
const format = "${db:Status-Status} ${Package}\\n";

/** The Debian packages among `names` that are not installed. On a system without dpkg: all of them. */
export const missingAptPackages = async (names: readonly string[]): Promise<string[]> => {
  const { stdout } = await execa("dpkg-query", ["-W", "-f", format, ...names], {
    reject: false,
  });
  const installed = new Set(
    (stdout ?? "").split("\n").flatMap((line) => (line.startsWith("installed ") ? [line.slice(10)] : [])),
  );
  return names.filter((name) => !installed.has(name));
};

let updated: Promise<unknown> | undefined;

/**
 * Installs the Debian packages among `names` that are missing, and says their names before it does. No package that is there is ever
 * taken away for them: then nothing is installed.
 * Throws Trouble without root, without apt, or when apt fails.
 */
export const ensureAptPackages = async (
  names: readonly string[],
  log: (line: string) => void = console.error,
): Promise<void> => {
  const missing = await missingAptPackages(names);
  if (missing.length === 0) return;
  const command = `apt-get install --no-remove --no-install-recommends ${missing.join(" ")}`;
  if (!(await hasApt()))
    throw new Trouble(`these packages are missing, and there is no apt-get: ${missing.join(", ")}`, [
      "Install what they hold with this system's own package manager, so that the programs are on PATH.",
    ]);
  if (process.getuid?.() !== 0)
    throw new Trouble(`Debian packages are missing: ${missing.join(", ")}`, [`Run as root: ${command}`]);
  log(`installing Debian packages: ${missing.join(" ")}`);
  await updateApt();
  await apt(["install", "-y", "--no-remove", "--no-install-recommends", ...missing]);
};

export const hasApt = async (): Promise<boolean> =>
  (await execa("apt-get", ["--version"], { reject: false })).exitCode === 0;

/** Fetches the lists of packages, once in a process. */
export const updateApt = async (): Promise<void> => {
  updated ??= apt(["update"]);
  await updated;
};

/** Runs apt-get and returns what it printed. @throws Trouble with its last words */
export const apt = async (args: readonly string[], cwd?: string): Promise<string> => {
  const { exitCode, all, stdout } = await execa("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=120", ...args], {
    reject: false,
    all: true,
    env: { DEBIAN_FRONTEND: "noninteractive" },
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (exitCode === 0) return stdout;
  const words = (all ?? "").split("\n").slice(-6);
  if (/remove is disabled/.test(all ?? ""))
    words.push(
      "Packages of this machine are in the way; none of them is removed. Make room for these by hand.",
    );
  throw new Trouble(`apt-get ${args.join(" ")} failed`, words);
};
