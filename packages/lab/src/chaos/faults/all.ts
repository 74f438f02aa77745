import { Trouble } from "@caravan/toolchain";
import { commanding } from "../commanding.ts";
import type { Fault } from "./fault.ts";
import { hangInTransaction } from "./hang.ts";
import { killContainer, killDaemon } from "./kill.ts";
import { partition } from "./partition.ts";
import { redisFull, storeAway } from "./store.ts";

/** Apps that hang within a transaction: both sides of such a command. */
const hanging = new Set(commanding.flat());

/**
 * Every fault of a run, by name. `order/daprd` kills a container: each app, its daprd and its Envoy, both data stores,
 * both control planes. The others are named `kind:what`.
 */
const allFaults = (apps: readonly string[]): ReadonlyMap<string, Fault> => {
  const containers = [
    ...apps.flatMap((app) => [app, "daprd", "istio-proxy"].map((part) => `${app}/${part}`)),
    ...["redis/redis", "mariadb/mariadb", "istiod/discovery"],
  ];
  return new Map<string, Fault>([
    ...containers.map((target): [string, Fault] => [target, killContainer(target)]),
    ["node/kube-apiserver", killDaemon("kube-apiserver")],
    ...[...hanging].map((app): [string, Fault] => [`hang:${app}`, hangInTransaction(app)]),
    // The network between both is cut.
    ...commanding.map(([one, other]): [string, Fault] => [
      `partition:${one}-${other}`,
      partition(one, other),
    ]),
    ["away:mariadb", storeAway("mariadb")],
    ["away:redis", storeAway("redis")],
    ["full:redis", redisFull],
  ]);
};

/**
 * The faults of these names that a shop of these apps can have; without names all of them.
 *
 * @throws Trouble naming the faults there are
 */
export const faultsNamed = (
  apps: readonly string[],
  names: readonly string[] | undefined,
): ReadonlyMap<string, Fault> => {
  const faults = allFaults(apps);
  if (names === undefined) return faults;
  const unknown = names.filter((name) => !faults.has(name));
  if (unknown.length > 0)
    throw new Trouble(`There is no fault "${unknown.join('", "')}".`, [
      `Faults: ${[...faults.keys()].join(", ")}`,
    ]);
  return new Map([...faults].filter(([name]) => names.includes(name)));
};
