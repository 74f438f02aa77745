import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { viewImage } from "../harness/image.ts";
import { root } from "../harness/shop.ts";

const Built = v.pipe(
  v.string(),
  v.parseJson(),
  v.tuple([v.object({ name: v.string(), digest: v.string(), archive: v.string() })]),
);
let work: string;

/** `./caravan image …` with an empty cache, so that nothing of an earlier build is used. */
const image = async (cache: string, ...args: string[]): Promise<string> => {
  const { stdout } = await execa(
    process.execPath,
    [join(root, "packages/cli/src/main.ts"), "image", "order", ...args],
    { cwd: work, env: { XDG_CACHE_HOME: join(work, cache) } },
  );
  return stdout;
};

/** Buildah without a daemon, without a network, with a temporary store. */
const buildah = (...args: string[]) => {
  const store = ["--root", join(work, "store"), "--runroot", join(work, "run"), "--storage-driver", "vfs"];
  return execa("unshare", ["--net", "buildah", ...store, ...args], { cwd: work });
};

describe("images of apps", { timeout: 300_000 }, () => {
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), "caravan-image-"));
  });
  afterAll(async () => {
    await rm(work, { recursive: true, force: true });
  });

  it("are bit for bit the same when they are built twice", async () => {
    const [first] = v.parse(Built, await image("cache-1", "--json"));
    const [second] = v.parse(Built, await image("cache-2", "--json"));
    expect(second.digest).toBe(first.digest);
    await execa("cmp", [first.archive, second.archive]);
  });

  it("have the same content and start command when Buildah builds apps/Dockerfile", async () => {
    const [built] = v.parse(Built, await image("cache-1", "--json"));
    const ours = join(work, "ours");
    await mkdir(ours);
    await execa("tar", ["-x", "-f", built.archive, "-C", ours]);

    await image("cache-1", "--stage", "context");
    const recipe = ["-f", join(root, "apps/Dockerfile"), "-t", "localhost/proof", "context/order"];
    await buildah("build", "--isolation", "chroot", "--timestamp", "0", ...recipe);
    await buildah("push", "--disable-compression", "localhost/proof", `oci:${join(work, "theirs")}:proof`);

    const expected = await viewImage(ours, join(work, "our-root"));
    expect(Object.keys(expected.files)).toContain("app/main.js");
    expect(await viewImage(join(work, "theirs"), join(work, "their-root"))).toEqual(expected);
  });
});
