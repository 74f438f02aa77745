import { cp, glob, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { withoutHeldBack } from "@caravan/database";
import { meshServices } from "@caravan/toolchain";
import { execa } from "execa";
import { root } from "../harness/shop.ts";
import { contractMigrationsOf } from "./contract-migrations.ts";
import { linkDependencies } from "./link-dependencies.ts";

/** A release's sources. */
export interface ExtractedRelease {
  readonly folder: string;
  /** Its services that have a database. */
  readonly apps: readonly string[];
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
    const archive = join(folder, "release.tar");
    const kept = ["package.json", "vitest.config.ts", "apps", "packages", "toolchain"];
    await execa("git", ["archive", `--output=${archive}`, commit, ...kept], { cwd: root });
    await execa("tar", ["-xf", archive], { cwd: folder });
    const migrations = await Array.fromAsync(glob("apps/*/migrations", { cwd: folder }));
    // Partners are not replaced with the shop.
    const apps = migrations
      .map((path) => basename(dirname(path)))
      .filter((app) => meshServices().includes(app));
    await linkDependencies(folder, ["", "apps/e2e", ...apps.map((app) => `apps/${app}`)]);
    return { folder, apps, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};

/** How ids are made; the schema of no table depends on it. */
const ids = "packages/contracts/src/id.ts";

/**
 * Lets the release make ids as this checkout does. Its own of one millisecond are in no order (mended in 1d45758c), so its test of what comes
 * first fails by chance, whatever the schema.
 */
export const overlayIds = ({ folder }: ExtractedRelease): Promise<void> =>
  cp(join(root, ids), join(folder, ids));

/** Replaces the release's migrations of every app by this checkout's, but for those that run after it. */
export const overlayMigrations = async ({ folder, apps }: ExtractedRelease): Promise<void> => {
  for (const app of apps) {
    const migrations = join("apps", app, "migrations");
    await rm(join(folder, migrations), { recursive: true });
    const heldBack = await contractMigrationsOf(app);
    await withoutHeldBack(join(root, migrations), { heldBack }, (kept) =>
      cp(kept, join(folder, migrations), { recursive: true }),
    );
  }
};
