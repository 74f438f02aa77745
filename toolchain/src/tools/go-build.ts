import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../cache.ts";
import { availableMemory, requireGo, requireRoom } from "../ground.ts";
import { withLock } from "../lock.ts";
import { moduleVersion, pins } from "../pins.ts";
import { Trouble } from "../trouble.ts";
import { graphKey, prepareSources, toolFolder } from "./go-sources.ts";
import { prepareTilt, tiltRecipe } from "./tilt-sources.ts";

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

const kubernetes = moduleVersion("kubernetes");
const stamps = {
  "k8s.io/component-base/version.gitVersion": kubernetes,
  "k8s.io/component-base/version.gitMajor": "1",
  "k8s.io/component-base/version.gitMinor": kubernetes.split(".")[1],
  "k8s.io/client-go/pkg/version.gitVersion": kubernetes,
  "github.com/dapr/dapr/pkg/buildinfo.version": moduleVersion("dapr").slice(1),
  "istio.io/istio/pkg/version.buildVersion": pins.istioRelease,
  "istio.io/istio/pkg/version.buildStatus": "Clean",
  "github.com/containerd/containerd/v2/version.Version": moduleVersion("containerd"),
};
/** With a version Tilt takes itself for a released one, and shows the page that is built into it. */
const tiltStamps = { "main.version": moduleVersion("tilt").slice(1), "main.date": "source" };
/**
 * The same for every package, so that each is compiled once for all programs. No DWARF: the programs are stripped,
 * and not writing it saves a tenth of the time. Tilt reads its own call stack and must keep its paths.
 */
export const compileFlags = (graph: string) => [
  ...(graph === "go-tilt" ? [] : ["-trimpath"]),
  "-gcflags=all=-dwarf=false",
];
const linkFlags = (graph: string) =>
  `-ldflags=-s -w ${Object.entries(graph === "go-tilt" ? tiltStamps : stamps)
    .map(([name, value]) => `-X ${name}=${value}`)
    .join(" ")}`;

/** Where a program of a module graph is, built or to be built. */
export function goToolFile(graph: string, name: string): string {
  const recipe = graph === "go-tilt" ? tiltRecipe : [];
  return join(toolFolder(name, graphKey(graph, ...compileFlags(graph), linkFlags(graph), ...recipe)), name);
}

/** A wish for one program: its name here, and its main package. */
export interface GoTarget {
  name: string;
  package: string;
  /** Another go.mod of the same folder: the same versions but for what this program cannot share. */
  modfile?: string;
}

/** Builds the programs of one graph that are not in the cache, all with as few runs of Go as there are go.mods. */
export async function buildGoTools(
  graph: string,
  targets: readonly GoTarget[],
  onProgress: (progress: BuildProgress) => void,
  onWait?: () => void,
): Promise<void> {
  const missing = () => targets.filter(({ name }) => !existsSync(goToolFile(graph, name)));
  if (missing().length === 0) return;
  await requireGo();
  await requireRoom(cacheFolder());
  await withLock(
    cacheFolder("tools", `${graph}.lock`),
    () => buildUnderLock(graph, missing(), onProgress),
    onWait,
  );
}

async function buildUnderLock(
  graph: string,
  targets: readonly GoTarget[],
  onProgress: (progress: BuildProgress) => void,
): Promise<void> {
  if (targets.length === 0) return;
  const tools = cacheFolder("tools");
  await mkdir(tools, { recursive: true });
  for (const name of await readdir(tools))
    if (name.startsWith(`.${graph}-part-`)) await rm(join(tools, name), { recursive: true, force: true });
  const work = await mkdtemp(join(tools, `.${graph}-part-`));
  try {
    const source = join(work, "source");
    await prepareSources(graph, source);
    if (graph === "go-tilt") await prepareTilt(source);
    const progress = {
      packagesDone: 0,
      packagesTotal: 0,
      toolsDone: 0,
      toolsTotal: targets.length,
      current: "",
    };
    for (const modfile of new Set(targets.map((target) => target.modfile))) {
      const group = targets.filter((target) => target.modfile === modfile);
      await runGo(graph, source, modfile, group, join(work, "out"), progress, onProgress);
      for (const target of group) await keep(graph, target, work);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function runGo(
  graph: string,
  cwd: string,
  modfile: string | undefined,
  group: readonly GoTarget[],
  out: string,
  progress: BuildProgress,
  onProgress: (progress: BuildProgress) => void,
): Promise<void> {
  const memory = await availableMemory();
  const env = {
    CGO_ENABLED: "0",
    GOFLAGS: "-buildvcs=false",
    ...(memory > 6 * 1024 ** 3 && { GOGC: "300" }),
  };
  const modules = modfile ? [`-modfile=${modfile}`] : [];
  const packages = group.map((target) => target.package);
  const list = await execa("go", ["list", ...modules, "-deps", ...packages], { cwd, env, reject: false });
  if (list.exitCode !== 0) throw goTrouble("resolve the modules", list.stderr);
  progress.packagesTotal += list.stdout.split("\n").length;
  onProgress(progress);
  const build = execa(
    "go",
    ["build", "-v", ...modules, ...compileFlags(graph), linkFlags(graph), "-o", `${out}/`, ...packages],
    {
      cwd,
      env,
      reject: false,
      cleanup: true,
      forceKillAfterDelay: 5000,
    },
  );
  const mains = new Set(packages.map((name) => name.replace(/^\.\//, "caravan/toolchain/")));
  for await (const line of build.iterable({ from: "stderr" })) {
    if (line.startsWith("go: ")) continue;
    progress.packagesDone++;
    if (mains.has(line)) progress.toolsDone++;
    progress.current = line;
    onProgress(progress);
  }
  const done = await build;
  if (done.exitCode !== 0) throw goTrouble("build", done.stderr);
}

function goTrouble(what: string, output: string): Trouble {
  const lines = output
    .split("\n")
    .filter((line) => /error|undefined|cannot|no space|killed|dial|lookup|: /.test(line));
  return new Trouble(`Go could not ${what} the programs`, [
    ...lines.slice(-12),
    "What was compiled is kept: run the same command again to go on.",
  ]);
}

/** Moves a built program to its place. Go names it after the last part of its package that is not a version. */
async function keep(graph: string, target: GoTarget, work: string): Promise<void> {
  const built =
    target.package
      .replace(/\/v\d+$/, "")
      .split("/")
      .at(-1) ?? "";
  const folder = join(work, `keep-${target.name}`);
  await mkdir(folder);
  await rename(join(work, "out", built), join(folder, target.name));
  await rename(folder, join(goToolFile(graph, target.name), ".."));
}
