import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { sidesOf } from "./revision.ts";

/** A clone with two commits. */
const clone = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "caravan-compare-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const author = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
  const git = (...args: string[]) => execa("git", [...author, ...args], { cwd: folder });
  await git("init", "--quiet");
  for (const subject of ["first", "second"]) {
    await writeFile(join(folder, "file"), subject);
    await git("add", ".");
    await git("commit", "--quiet", "--message", subject);
  }
  return folder;
};

test("a revision is held against what is checked out, and edits are named", async () => {
  const folder = await clone();
  const clean = await sidesOf("HEAD~1", folder);
  expect(clean.commit).toMatch(/^[0-9a-f]{40}$/);
  expect([clean.a, clean.b]).toEqual([expect.stringMatching(/ first$/), expect.stringMatching(/ second$/)]);
  await writeFile(join(folder, "file"), "edited");
  expect((await sidesOf("HEAD", folder)).b).toMatch(/ second, with 1 edited file$/);
});

test("what cannot be compared is refused at once: an unknown revision, an option, the same commit unedited", async () => {
  const folder = await clone();
  await expect(sidesOf("no-such", folder)).rejects.toThrow('no revision "no-such"');
  await expect(sidesOf("--all", folder)).rejects.toThrow('no revision "--all"');
  await expect(sidesOf("HEAD", folder)).rejects.toThrow("both sides are the same");
});
