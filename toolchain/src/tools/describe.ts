import { existsSync } from "node:fs";
import { atLeast, goVersion } from "../ground.ts";
import { pins } from "../pins.ts";
import { catalogue, optionalToolNames, type ToolName, toolOf } from "./catalogue.ts";
import { cachedFile, fittingOnPath } from "./ensure.ts";
import { askVersion, findOnPath } from "./on-path.ts";

/** One line of `caravan doctor`. */
export interface ToolReport {
  name: string;
  /** What it says it is; undefined when it is missing or says nothing. */
  version?: string;
  /** What the project wants; undefined for whatever the distribution brings. */
  pin?: string;
  from: "PATH" | "built" | "unpacked" | "apt" | "npm" | "pypi" | "missing";
  file?: string;
  fits: boolean;
  /** `up` runs without it: it watches the shop, or only tests and `dev` need it. */
  optional: boolean;
}

/** Looks at every tool of the toolchain and at what the machine itself must bring, and changes nothing. */
export const describeTools = async (): Promise<ToolReport[]> => {
  const names = Object.keys(catalogue) as ToolName[];
  return [
    ...(await Promise.all([describeNode(), describeGo(), describePython()])),
    ...(await Promise.all(names.map(describe))),
  ];
};

const describe = async (name: ToolName): Promise<ToolReport> => {
  const tool = toolOf(name);
  const optional = optionalToolNames.includes(name);
  const cached = cachedFile(name, tool);
  if (tool.from === "deb") {
    const onPath = await fittingOnPath(name, tool);
    const file = onPath ?? (cached && existsSync(cached) ? cached : undefined);
    if (!file) return { name, from: "missing", fits: false, optional };
    const version = await askVersion(file, ["--version"]);
    return {
      name,
      ...(version && { version }),
      from: onPath ? "apt" : "unpacked",
      file,
      fits: true,
      optional,
    };
  }
  if (tool.from !== "apt") {
    const pin = tool.version;
    if (cached && existsSync(cached))
      return {
        name,
        version: pin,
        pin,
        from: tool.from === "go" ? "built" : "pypi",
        file: cached,
        fits: true,
        optional,
      };
    const file = tool.ask && (await findOnPath(name));
    if (!file || !tool.ask) return { name, pin, from: "missing", fits: false, optional };
    const version = await askVersion(file, tool.ask);
    return { name, ...(version && { version }), pin, from: "PATH", file, fits: version === pin, optional };
  }
  const file = await findOnPath(name);
  if (!file) return { name, from: "missing", fits: false, optional };
  const version = name === "busybox" || name === "sysctl" ? undefined : await askVersion(file, ["--version"]);
  return { name, ...(version && { version }), from: "apt", file, fits: true, optional };
};

const describeNode = async (): Promise<ToolReport> => {
  const version = process.versions.node;
  return {
    name: "node",
    version,
    pin: pins.node,
    from: "npm",
    file: process.execPath,
    fits: version === pins.node,
    optional: false,
  };
};

const describeGo = async (): Promise<ToolReport> => {
  const version = await goVersion();
  const pin = `>= ${pins.go}`;
  if (!version) return { name: "go", pin, from: "missing", fits: false, optional: false };
  return { name: "go", version, pin, from: "PATH", fits: atLeast(version, pins.go), optional: false };
};

const describePython = async (): Promise<ToolReport> => {
  const pin = `>= ${pins.python}`;
  const file = await findOnPath("python3");
  const version = file && (await askVersion(file, ["--version"]));
  if (!file || !version) return { name: "python3", pin, from: "missing", fits: false, optional: false };
  return {
    name: "python3",
    version,
    pin,
    from: "PATH",
    file,
    fits: atLeast(version, pins.python),
    optional: false,
  };
};
