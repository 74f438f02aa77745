import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { cacheFolder, keyOf } from "../cache.ts";
import { moduleVersion, pins } from "../pins.ts";
import { Trouble } from "../trouble.ts";

const Derived = v.array(
  v.strictObject({
    why: v.string(),
    module: v.string(),
    from: v.string(),
    to: v.string(),
    replace: v.array(v.tuple([v.string(), v.string()])),
  }),
);

const toolchain = resolve(import.meta.dirname, "../..");

const keys = new Map<string, string>();

/** A key over everything in a module graph's folder: go.mod, go.sum and our own programs. */
export function graphKey(graph: string, ...flags: string[]): string {
  const known = keys.get(graph);
  if (known) return known;
  const folder = join(toolchain, graph);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(go|mod|sum|json|yaml)$/.test(file))
    .sort();
  const key = keyOf(...flags, ...files.flatMap((file) => [file, readFileSync(join(folder, file))]));
  keys.set(graph, key);
  return key;
}

/**
 * The folder a pinned Go module lies in (Istio's and Dapr's charts are in theirs); fetched when it is not there yet.
 *
 * @param name the module's short name in pins.json, such as `istio`.
 */
export async function goModuleDir(name: string): Promise<string> {
  const module = pins.modules[name]?.path;
  if (!module) throw new Error(`pins.json names no module "${name}"`);
  const args = ["mod", "download", "-json", `${module}@${moduleVersion(name)}`];
  const { stdout, stderr, exitCode } = await execa("go", args, { cwd: join(toolchain, "go"), reject: false });
  const Dir = v.object({ Dir: v.string() });
  const reply = v.safeParse(v.pipe(v.string(), v.parseJson(), Dir), stdout);
  if (exitCode !== 0 || !reply.success)
    throw new Trouble(`cannot fetch the Go module ${module}`, [
      stderr || stdout,
      "Check the network and GOPROXY.",
    ]);
  return reply.output.Dir;
}

/**
 * Copies a graph's folder to `to` and derives from the modules what `derived.json` names.
 *
 * A text to replace that is not found stops the build: the module is another one than the edit was written for.
 */
export async function prepareSources(graph: string, to: string): Promise<void> {
  await cp(join(toolchain, graph), to, { recursive: true });
  const list = await readFile(join(to, "derived.json"), "utf8").catch(() => "[]");
  for (const { module, from, to: target, replace } of v.parse(Derived, JSON.parse(list))) {
    let text = await readFile(join(await goModuleDir(module), from), "utf8");
    for (const [old, replacement] of replace) {
      if (text.split(old).length !== 2) throw new Error(`derived.json: ${from} must hold once: ${old}`);
      text = text.replace(old, () => replacement);
    }
    await mkdir(dirname(join(to, target)), { recursive: true });
    await writeFile(
      join(to, target),
      `// Derived from ${module} ${moduleVersion(module)}, ${from}.\n\n${text}`,
    );
  }
}

/** Where the program `name` of a graph with this key lies once it is built. */
export function toolFolder(name: string, key: string): string {
  return cacheFolder("tools", `${name}-${key}`);
}
