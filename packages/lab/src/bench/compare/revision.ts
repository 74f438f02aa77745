import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, checkout, type ImageArchive, Trouble, withLock } from "@caravan/toolchain";
import { execa } from "execa";
import * as v from "valibot";
import type { Stage } from "../stage.ts";

/** What two sides of a comparison are. */
export interface Sides {
  /** Commit of A. */
  readonly commit: string;
  /** The two, in words. */
  readonly a: string;
  readonly b: string;
}

/**
 * Finds out what is compared: a revision with the working tree.
 *
 * @throws Trouble when there is no such revision, or nothing differs
 */
export const sidesOf = async (revision: string, folder = checkout): Promise<Sides> => {
  const git = async (...args: string[]) =>
    execa("git", args, { cwd: folder, reject: false, stdin: "ignore" });
  const describe = async (commit: string): Promise<string> =>
    (await git("show", "--no-patch", "--format=%h %s", commit)).stdout;
  const found = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`);
  if (found.exitCode !== 0)
    throw new Trouble(`There is no revision "${revision}" in this clone.`, [
      "See: git log --oneline. It may be shallow: git fetch --unshallow",
    ]);
  const [head, status] = [await git("rev-parse", "HEAD"), await git("status", "--porcelain")];
  const edited = status.stdout.split("\n").filter((line) => line !== "").length;
  if (found.stdout === head.stdout && edited === 0)
    throw new Trouble(
      `"${revision}" is what is checked out, and nothing is edited: both sides are the same.`,
      ["Name another one, such as: ./caravan bench compare HEAD~1"],
    );
  const tree = edited === 0 ? "" : `, with ${edited} edited ${edited === 1 ? "file" : "files"}`;
  return {
    commit: found.stdout,
    a: await describe(found.stdout),
    b: `${await describe("HEAD")}${tree}`,
  };
};

const Archives = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      ...{ name: v.string(), tag: v.string(), reference: v.string() },
      ...{ digest: v.string(), archive: v.string() },
    }),
  ),
);

/**
 * Builds the images of a commit as its own toolchain does, from its own dependencies. Its sources are in a folder of the cache meanwhile; layers
 * that both have are built once. This checkout is not touched.
 */
export const buildImagesOf = (
  commit: string,
  { signal, atTheEnd }: Pick<Stage, "signal" | "atTheEnd">,
): Promise<ImageArchive[]> =>
  withLock(cacheFolder("compare.lock"), async () => {
    const folder = cacheFolder("compare");
    const remove = () => rm(folder, { recursive: true, force: true });
    await remove(); // of a run that was killed
    atTheEnd(remove);
    await mkdir(folder, { recursive: true });
    const archive = join(folder, "sources.tar");
    await execa("git", ["archive", `--output=${archive}`, commit], { cwd: checkout, cancelSignal: signal });
    await execa("tar", ["-xf", archive, "-C", folder], { cancelSignal: signal });
    await rm(archive);
    const built = await execa("./caravan", ["image", "--json"], {
      ...{ cwd: folder, stdin: "ignore", stderr: "inherit", cancelSignal: signal },
    });
    await remove();
    return v.parse(Archives, built.stdout);
  });
