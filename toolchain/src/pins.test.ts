import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { pins } from "./pins.ts";

const toolchain = resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(toolchain, file), "utf8");

/** The graphs of modules that the graph of the cluster does not build. */
const graphs: Readonly<Record<string, string>> = {
  alertmanager: "go-observe",
  jaeger: "go-jaeger",
  "kube-state-metrics": "go-kube-state",
  "mysqld-exporter": "go-exporters",
  "node-exporter": "go-observe",
  prometheus: "go-promtool",
  "prometheus-adapter": "go-adapter",
  "redis-exporter": "go-exporters",
  tilt: "go-tilt",
  "victoria-logs": "go-observe",
  "victoria-metrics": "go-observe",
};
/** Modules of which only single files are taken. */
const onlyDerived = ["alertmanager-page"];
const built = Object.entries(pins.modules).filter(([name]) => !onlyDerived.includes(name));

test.each(built)("the go.mod files build the pinned %s", (name, { path, version }) => {
  const required = new RegExp(`^\\s*(?:require )?${path} (\\S+)`, "m");
  expect(required.exec(read(`${graphs[name] ?? "go"}/go.mod`))?.[1]).toBe(version);
});

test("every go.mod asks for the pinned Go", () => {
  for (const file of globSync("go*/*.mod", { cwd: toolchain }))
    expect(/^go (\S+)/m.exec(read(file))?.[1], file).toBe(pins.go);
});

test("containerd shares every version with the other programs but cri-api", () => {
  const shared = new Set(read("go/go.mod").split("\n"));
  const own = read("go/containerd.mod")
    .split("\n")
    .filter((line) => !shared.has(line));
  expect(own).toEqual([expect.stringMatching(/^\s*k8s\.io\/cri-api => /)]);
});

/** A short go.mod of versions that compile once for these programs and for the cluster's. */
const sharing = [
  { graph: "go-adapter", own: 3 },
  { graph: "go-promtool", own: 27 },
];
test.each(sharing)("$graph shares versions with the cluster's programs", ({ graph, own }) => {
  const [required = "", replaced = ""] = read(`${graph}/go.mod`).split("replace (");
  const replacements = [...replaced.matchAll(/^\t((\S+) => .*)$/gm)];
  const cluster = read("go/go.mod");
  for (const [, line] of replacements) expect(cluster).toContain(line);
  const sums = new Set(
    read("go/go.sum")
      .split("\n")
      .map((line) => line.split(" ").slice(0, 2).join(" ")),
  );
  const others = [...required.matchAll(/^\t((\S+) \S+)$/gm)].flatMap(([, line = "", path]) =>
    sums.has(line) || replacements.some(([, , name]) => name === path) ? [] : [line],
  );
  expect(others.length, others.join("\n")).toBeLessThanOrEqual(own);
});

test("Kubernetes' libraries have the release of Kubernetes itself", () => {
  const release = pins.modules.kubernetes?.version.replace(/^v1/, "v0") ?? "";
  const libraries = [...read("go/go.mod").matchAll(/^\s*k8s\.io\/\S+ => k8s\.io\/\S+ (\S+)/gm)];
  expect(libraries.length).toBeGreaterThan(25);
  expect(new Set(libraries.map(([, version]) => version))).toEqual(new Set([release]));
});

test("Python's requirements hold the pinned versions, each with a hash", () => {
  const requirements = read("python/requirements.txt");
  for (const [name, version] of Object.entries(pins.pythonPackages))
    expect(requirements).toMatch(
      new RegExp(`^${name}==${version} \\\\\n\\s+--hash=sha256:[0-9a-f]{64}`, "m"),
    );
});

test("the entry finds Node and pnpm in the pins by itself", () => {
  const line = /^ *"node": *"([^"]*)"/m.exec(read("pins.json"));
  expect(line?.[1]).toBe(pins.node);
});
