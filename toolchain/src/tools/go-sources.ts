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
    /** Each text must be there once. */
    replace: v.array(v.tuple([v.string(), v.string()])),
    /** Takes out from the first text to before the second one; an empty second one is the end of the file. */
    cut: v.optional(v.array(v.tuple([v.string(), v.string()])), []),
  }),
);

const toolchain = resolve(import.meta.dirname, "../..");

const keys = new Map<string, string>();

/** A key over everything in a module graph's folder: go.mod, go.sum and our own programs. */
export const graphKey = (graph: string, ...flags: string[]): string => {
  const wish = [graph, ...flags].join("\0");
  const known = keys.get(wish);
  if (known) return known;
  const folder = join(toolchain, graph);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(go|mod|sum|json|yaml)$/.test(file))
    .sort();
  const key = keyOf(...flags, ...files.flatMap((file) => [file, readFileSync(join(folder, file))]));
  keys.set(wish, key);
  return key;
};

/**
 * The folder a pinned Go module lies in (Istio's and Dapr's charts are in theirs); fetched when it is not there yet.
 *
 * @param name the module's short name in pins.json, such as `istio`.
 */
export const goModuleDir = async (name: string): Promise<string> => {
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
};

/**
 * Copies a graph's folder to `to` and derives from the modules what `derived.json` names.
 *
 * A text to replace that is not found stops the build: the module is another one than the edit was written for.
 */
export const prepareSources = async (graph: string, to: string): Promise<void> => {
  await cp(join(toolchain, graph), to, { recursive: true });
  const list = await readFile(join(to, "derived.json"), "utf8").catch(() => "[]");
  for (const { module, from, to: target, replace, cut } of v.parse(Derived, JSON.parse(list))) {
    let text = await readFile(join(await goModuleDir(module), from), "utf8");
    const once = (old: string): number => {
      if (text.split(old).length !== 2) throw new Error(`derived.json: ${from} must hold once: ${old}`);
      return text.indexOf(old);
    };
    for (const [start, end] of cut) {
      const begin = once(start);
      const stop = end === "" ? text.length : text.indexOf(end, begin);
      if (stop < 0) throw new Error(`derived.json: ${from} must hold after ${start}: ${end}`);
      text = text.slice(0, begin) + text.slice(stop);
    }
    for (const [old, replacement] of replace) {
      once(old);
      text = text.replace(old, () => replacement);
    }
    await mkdir(dirname(join(to, target)), { recursive: true });
    await writeFile(
      join(to, target),
      `// Derived from ${module} ${moduleVersion(module)}, ${from}.\n\n${text}`,
    );
  }
};

/**
 * Puts a copy of a pinned module into the prepared folder of a graph, as `<source>/<name>`, and has the graph built with
 * it. Files that are there already, such as derived ones, stay.
 *
 * @param leaveOut matches paths in the module, such as `/docs`, that the programs do without
 */
export const replaceModule = async (name: string, source: string, leaveOut: RegExp): Promise<void> => {
  const module = await goModuleDir(name);
  const filter = (file: string) => !leaveOut.test(file.slice(module.length));
  await cp(module, join(source, name), { recursive: true, force: false, filter });
  await execa("chmod", ["-R", "u+w", name], { cwd: source });
  await execa("go", ["mod", "edit", `-replace=${pins.modules[name]?.path}=./${name}`], { cwd: source });
};

/** Where the program `name` of a graph with this key lies once it is built. */
export const toolFolder = (name: string, key: string): string => cacheFolder("tools", `${name}-${key}`);
