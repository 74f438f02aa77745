import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { pins } from "./pins.ts";

const toolchain = resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(toolchain, file), "utf8");

test.each(Object.entries(pins.modules))("the go.mod files build the pinned %s", (name, { path, version }) => {
  const required = new RegExp(`^\\s*(?:require )?${path} (\\S+)`, "m");
  const file = name === "tilt" ? "go-tilt/go.mod" : "go/go.mod";
  expect(required.exec(read(file))?.[1]).toBe(version);
});

test("every go.mod asks for the pinned Go", () => {
  for (const file of ["go/go.mod", "go/containerd.mod", "go-tilt/go.mod"])
    expect(/^go (\S+)/m.exec(read(file))?.[1]).toBe(pins.go);
});

test("containerd shares every version with the other programs but cri-api", () => {
  const shared = new Set(read("go/go.mod").split("\n"));
  const own = read("go/containerd.mod")
    .split("\n")
    .filter((line) => !shared.has(line));
  expect(own).toEqual([expect.stringMatching(/^\s*k8s\.io\/cri-api => /)]);
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
