import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";

/** The longest database user that MySQL takes, less `_migration`. */
const longest = 22;

/** Names that mean something else already and are no folder of the checkout. */
const reserved: ReadonlyMap<string, string> = new Map([
  ["closed", "a policy of the mesh has this name"],
  ["data", "the release of MariaDB and Redis has this name"],
  ["default", "Kubernetes gives this name to the account of pods that have none"],
  ["gateway", "the mesh has a part of this name"],
  ["kubernetes", "Kubernetes itself has this name"],
  ["mariadb", "the database server has this name"],
  ["mysql", "the database server has a database of this name"],
  ["redis", "the event broker has this name"],
  ["root", "the database server has a user of this name"],
  ["sample", "the template of a service has this name"],
  ["shop", "the namespace and the front door have this name"],
  ["sys", "the database server has a database of this name"],
]);

const Routes = v.array(v.looseObject({ path: v.string() }));

/** Paths that services answer already, from what their contracts tell the charts. */
const servedPaths = (checkout: string): string[] =>
  globSync("charts/service/routes/*.json", { cwd: checkout }).flatMap((file) =>
    v.parse(Routes, JSON.parse(readFileSync(join(checkout, file), "utf8"))).map(({ path }) => path),
  );

/** Why a service cannot have this name; undefined when it can. */
const objection = (checkout: string, name: string): string | undefined => {
  if (name === "") return "it is empty";
  if (readdirSync(checkout).includes(name)) return `${name}/ is a folder of the checkout`;
  const taken = [
    ...["apps", "packages", "tools"].map((folder) => `${folder}/${name}`),
    ...[`charts/values/${name}.yaml`, `packages/contracts/src/${name}.ts`],
  ].find((path) => existsSync(join(checkout, path)));
  if (taken !== undefined) return `${taken} is there already`;
  if (!/^[a-z]+$/.test(name)) return "it is not made of the letters a to z alone";
  if (name.length < 2 || name.length > longest) return `it does not have 2 to ${longest} letters`;
  if (reserved.has(name)) return reserved.get(name);
  const prefixes = [`/v1/${name}`, `/v1/staff/${name}`];
  const path = servedPaths(checkout).find((path) =>
    prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)),
  );
  return path && `its routes would begin like ${path} of another service`;
};

/**
 * Checks the name of a service that is to be made. It becomes a folder, a Dapr app id, a Helm release, a host of the mesh, a database, a
 * prefix of TypeScript and metric names and a commit scope, so it takes what all of them take.
 *
 * @throws Trouble that says what is wrong with it
 */
export const requireFreeName = (checkout: string, name: string): void => {
  const why = objection(checkout, name);
  if (why === undefined) return;
  throw new Trouble(`A service cannot be named "${name}": ${why}.`, [
    `A name has 2 to ${longest} letters a to z and is not in use, for example: ./caravan new service wishlist`,
  ]);
};
