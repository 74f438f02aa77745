import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./manifests.ts";

const mains = readdirSync(join(root, "apps"))
  .map((app) => join("apps", app, "src/main.ts"))
  .filter((file) => existsSync(join(root, file)));

/** Longer ones do more than to show what a service is made of. */
const mostLines = 40;

it.each(mains)("%s is a map of its service that fits on a screen", (file) => {
  expect(readFileSync(join(root, file), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(mostLines);
});
