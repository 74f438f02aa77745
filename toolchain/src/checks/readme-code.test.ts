import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "./manifests.ts";

/**
 * The TypeScript blocks of a document, each as a module of its own. What a block takes as given stands before it in a comment that
 * readers do not see, between `<!-- ts` and `-->`. All other lines are empty, so that a fault has its line in the document.
 */
const modulesIn = (text: string): string[] => {
  const modules: string[] = [];
  let kept: string[] = [];
  let end: "-->" | "```" | undefined;
  for (const line of text.split("\n")) {
    if (line === end) {
      if (end === "```") modules.push(kept.join("\n"));
      kept = end === "```" ? kept.map(() => "") : kept;
      end = undefined;
    } else if (end !== undefined) {
      kept.push(line);
      continue;
    } else end = ({ "<!-- ts": "-->", "```ts": "```" } as const)[line];
    kept.push("");
  }
  return modules;
};

const run = (program: string, ...args: string[]): string =>
  spawnSync(program, args, { cwd: root, encoding: "utf8" }).stdout;

/** Links every package that is installed for any member of the workspace, so that a document may import it. */
const linkPackages = (folder: string): void => {
  const members = ["", "toolchain", ...globSync("{apps,packages}/*", { cwd: root })];
  const targets = new Map(
    members.flatMap((member) =>
      globSync("node_modules/{[!@.]*,@*/*}", { cwd: join(root, member) }).map((path) => [
        path,
        join(root, member, path),
      ]),
    ),
  );
  for (const [path, target] of targets) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(target, join(folder, path));
  }
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "caravan-readmes-"));
  linkPackages(folder);
  const options = { extends: join(root, "tsconfig.json"), compilerOptions: { noUnusedLocals: false } };
  const include = ["*.ts", join(root, "packages/*/src/*.d.ts")];
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ ...options, include }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("every TypeScript block of a document compiles against the code as it is", () => {
  const documents = run("git", "ls-files", "*.md").trim().split("\n");
  const modules = documents.flatMap((document) =>
    modulesIn(readFileSync(join(root, document), "utf8")).map((code, i) => ({ document, code, i })),
  );
  for (const { document, code, i } of modules)
    writeFileSync(join(folder, `${document.replaceAll("/", "+")}-${i + 1}.ts`), code);
  expect(modules.length).toBeGreaterThan(10);
  expect(run(join(root, "node_modules/.bin/tsc"), "--project", folder, "--pretty", "false")).toBe("");
}, 120_000);
