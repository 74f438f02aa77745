import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../cache.ts";
import { availableMemory, requireGo, requireRoom } from "../ground.ts";
import { withLock } from "../lock.ts";
import { Trouble } from "../trouble.ts";
import { graphKey, prepareSources, toolFolder } from "./go-sources.ts";
import { compileFlags, type GraphName, graphOf, linkFlags, tagFlags } from "./graphs.ts";

/** How far a build is. */
export interface BuildProgress {
  packagesDone: number;
  /** An upper bound: packages that Go's own cache holds are skipped without a word. */
  packagesTotal: number;
  toolsDone: number;
  toolsTotal: number;
  /** The package that was finished last. */
  current: string;
}

/** Where a program of a module graph is, built or to be built. */
export const goToolFile = ({ graph, name, stamps }: GoTarget): string => {
  const recipe = graphOf(graph).recipe ?? [];
  const key = graphKey(graph, ...compileFlags(graph), linkFlags(graph, stamps), ...recipe);
  return join(toolFolder(name, key), name);
};

/** One program to build: its name here, and its main package. */
export interface GoTarget {
  graph: GraphName;
  name: string;
  package: string;
  /** Another go.mod of the same folder: the same versions but for what this program cannot share. */
  modfile?: string;
  /** Values for variables of this program alone. */
  stamps?: Readonly<Record<string, string>>;
}

/** Programs that one run of Go builds together. */
const runOf = ({ modfile, stamps }: GoTarget): string => JSON.stringify([modfile, stamps]);

/** Builds the programs of one graph that are not in the cache, with as few runs of Go as can be. */
export const buildGoTools = async (
  graph: GraphName,
  targets: readonly GoTarget[],
  onProgress: (progress: BuildProgress) => void,
  onWait?: () => void,
): Promise<void> => {
  const missing = () => targets.filter((target) => !existsSync(goToolFile(target)));
  if (missing().length === 0) return;
  await requireGo();
  await requireRoom(cacheFolder());
  await withLock(
    cacheFolder("tools", `${graph}.lock`),
    () => buildUnderLock(graph, missing(), onProgress),
    onWait,
  );
};

const buildUnderLock = async (
  graph: GraphName,
  targets: readonly GoTarget[],
  onProgress: (progress: BuildProgress) => void,
): Promise<void> => {
  if (targets.length === 0) return;
  const tools = cacheFolder("tools");
  await mkdir(tools, { recursive: true });
  for (const name of await readdir(tools))
    if (name.startsWith(`.${graph}-part-`)) await rm(join(tools, name), { recursive: true, force: true });
  const work = await mkdtemp(join(tools, `.${graph}-part-`));
  try {
    const source = join(work, "source");
    await prepareSources(graph, source);
    await graphOf(graph).prepare?.(source);
    const progress = {
      packagesDone: 0,
      packagesTotal: 0,
      toolsDone: 0,
      toolsTotal: targets.length,
      current: "",
    };
    for (const group of Map.groupBy(targets, runOf).values()) {
      await runGo(source, group, join(work, "out"), progress, onProgress);
      for (const target of group) await keep(target, work);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

const runGo = async (
  cwd: string,
  group: readonly GoTarget[],
  out: string,
  progress: BuildProgress,
  onProgress: (progress: BuildProgress) => void,
): Promise<void> => {
  const [first] = group;
  if (!first) return;
  const { graph, modfile, stamps } = first;
  const memory = await availableMemory();
  const env = {
    CGO_ENABLED: "0",
    GOFLAGS: "-buildvcs=false",
    ...(memory > 6 * 1024 ** 3 && { GOGC: "300" }),
  };
  const modules = modfile ? [`-modfile=${modfile}`] : [];
  const packages = group.map((target) => target.package);
  const list = await execa("go", ["list", ...modules, ...tagFlags(graph), "-deps", ...packages], {
    cwd,
    env,
    reject: false,
  });
  if (list.exitCode !== 0) throw goTrouble("resolve the modules", list.stderr);
  progress.packagesTotal += list.stdout.split("\n").length;
  onProgress(progress);
  const build = execa(
    "go",
    [
      "build",
      "-v",
      ...modules,
      ...compileFlags(graph),
      linkFlags(graph, stamps),
      "-o",
      `${out}/`,
      ...packages,
    ],
    {
      cwd,
      env,
      reject: false,
      cleanup: true,
      forceKillAfterDelay: 5000,
    },
  );
  const mains = new Set(
    packages.map((name) => name.replace(/^\.\//, `caravan/${graph.replace(/^go/, "toolchain")}/`)),
  );
  for await (const line of build.iterable({ from: "stderr" })) {
    if (line.startsWith("go: ")) continue;
    progress.packagesDone++;
    if (mains.has(line)) progress.toolsDone++;
    progress.current = line;
    onProgress(progress);
  }
  const done = await build;
  if (done.exitCode !== 0) throw goTrouble("build", done.stderr);
};

const goTrouble = (what: string, output: string): Trouble => {
  const lines = output
    .split("\n")
    .filter((line) => /error|undefined|cannot|no space|killed|dial|lookup|: /.test(line));
  return new Trouble(`Go could not ${what} the programs`, [
    ...lines.slice(-12),
    "What was compiled is kept: run the same command again to go on.",
  ]);
};

/** Moves a built program to its place. Go names it after the last part of its package that is not a version. */
const keep = async (target: GoTarget, work: string): Promise<void> => {
  const built =
    target.package
      .replace(/\/v\d+$/, "")
      .split("/")
      .at(-1) ?? "";
  const folder = join(work, `keep-${target.name}`);
  await mkdir(folder);
  await rename(join(work, "out", built), join(folder, target.name));
  await rename(folder, join(goToolFile(target), ".."));
};
