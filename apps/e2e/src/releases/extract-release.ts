import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { root } from "../harness/shop.ts";
import { linkDependencies } from "./link-dependencies.ts";

/** The apps of the previous release, each with a database. */
export const previousApps = ["product", "inventory", "order"] as const;

/** The folder with a release's sources. */
export interface ExtractedRelease {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Extracts the previous release from git, ready to run.
 *
 * @throws when its commit is not in this clone
 */
export const extractPreviousRelease = async (): Promise<ExtractedRelease> => {
  const commit = (await readFile(new URL("./previous-release.txt", import.meta.url), "utf8")).trim();
  const git = execa({ cwd: root, reject: false });
  if ((await git`git cat-file -e ${commit}^{commit}`).exitCode !== 0)
    throw new Error(
      `The previous release, commit ${commit}, is not in this clone. It may be shallow: git fetch --unshallow`,
    );
  const folder = await mkdtemp(join(tmpdir(), "caravan-release-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const apps = previousApps.map((app) => `apps/${app}`);
    const archive = join(folder, "release.tar");
    const kept = ["package.json", "vitest.config.ts", "packages", ...apps];
    await execa("git", ["archive", `--output=${archive}`, commit, ...kept], { cwd: root });
    await execa("tar", ["-xf", archive], { cwd: folder });
    await linkDependencies(folder, ["", ...apps]);
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};

/** Replaces the release's migrations of every app by this checkout's. */
export const overlayMigrations = async ({ folder }: ExtractedRelease): Promise<void> => {
  for (const app of previousApps) {
    const migrations = join("apps", app, "migrations");
    await rm(join(folder, migrations), { recursive: true });
    await cp(join(root, migrations), join(folder, migrations), { recursive: true });
  }
};
