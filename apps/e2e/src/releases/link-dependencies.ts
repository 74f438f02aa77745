import { existsSync } from "node:fs";
import { glob, mkdir, readFile, realpath, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { root } from "../harness/shop.ts";

const Versions = v.optional(v.record(v.string(), v.string()), {});
const Manifest = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ dependencies: Versions, devDependencies: Versions }),
);

/**
 * Gives members of an extracted release what their package.json names: members of the workspace as they were then, which are
 * given theirs in turn, and npm packages as they are installed now.
 */
export const linkDependencies = async (folder: string, members: readonly string[]): Promise<void> => {
  const linked = new Set<string>();
  const link = async (member: string): Promise<void> => {
    if (linked.has(member)) return;
    linked.add(member);
    const text = await readFile(join(folder, member, "package.json"), "utf8");
    const { dependencies, devDependencies } = v.parse(Manifest, text);
    for (const [name, version] of Object.entries({ ...devDependencies, ...dependencies })) {
      const sibling = version.startsWith("workspace:") ? name.replace("@caravan/", "packages/") : undefined;
      const target = sibling === undefined ? await installed(member, name) : join(folder, sibling);
      if (target === undefined) {
        // Tools for development may have gone since; what the code imports may not.
        if (name in dependencies)
          throw new Error(`The previous release needs ${name}, which is not installed.`);
        continue;
      }
      const place = join(folder, member, "node_modules", name);
      await mkdir(dirname(place), { recursive: true });
      await symlink(target, place);
      if (sibling !== undefined) await link(sibling);
    }
  };
  for (const member of members) await link(member);
};

/** Where this checkout has an npm package: for the same member, or for any other. */
const installed = async (member: string, name: string): Promise<string | undefined> => {
  const members = await Array.fromAsync(glob(["apps/*", "packages/*"], { cwd: root }));
  const places = [member, "", ...members].map((at) => join(root, at, "node_modules", name));
  const found = places.find((place) => existsSync(place));
  return found && realpath(found);
};
