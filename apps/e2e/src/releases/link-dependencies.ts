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
 * Links the dependencies of an extracted release's members: members of its own workspace, recursively,
 * and the npm packages that are installed now.
 */
export const linkDependencies = async (folder: string, members: readonly string[]): Promise<void> => {
  const linked = new Set<string>();
  const link = async (member: string): Promise<void> => {
    if (linked.has(member)) return;
    linked.add(member);
    const text = await readFile(join(folder, member, "package.json"), "utf8");
    const { dependencies, devDependencies } = v.parse(Manifest, text);
    for (const [name, version] of Object.entries({ ...devDependencies, ...dependencies })) {
      const sibling = version.startsWith("workspace:") ? memberOf(folder, name) : undefined;
      const target = sibling === undefined ? await installed(member, name) : join(folder, sibling);
      // What is not installed any more is missed by what imports it, if that is run.
      if (target === undefined) continue;
      const place = join(folder, member, "node_modules", name);
      await mkdir(dirname(place), { recursive: true });
      await symlink(target, place);
      if (sibling !== undefined) await link(sibling);
    }
  };
  for (const member of members) await link(member);
};

/** The folder of a member of the workspace. */
const memberOf = (folder: string, name: string): string => {
  const short = name.replace("@caravan/", "");
  const places = [`packages/${short}`, `apps/${short}`, short];
  const found = places.find((place) => existsSync(join(folder, place, "package.json")));
  if (found === undefined) throw new Error(`The previous release has no ${name}.`);
  return found;
};

/** The path of an npm package in this checkout: of the same member, or of any other. */
const installed = async (member: string, name: string): Promise<string | undefined> => {
  const members = await Array.fromAsync(glob(["apps/*", "packages/*"], { cwd: root }));
  const places = [member, "", ...members].map((at) => join(root, at, "node_modules", name));
  const found = places.find((place) => existsSync(place));
  return found && realpath(found);
};
