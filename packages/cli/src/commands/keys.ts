import { deployedReleases, instance } from "@caravan/cluster";
import { type KnownKey, knownKeys, rotateKeysOf } from "@caravan/operations/keys";
import { table } from "@caravan/terminal";
import { exclusively } from "@caravan/toolchain/cluster";
import { Command } from "commander";
import { installMesh } from "../platform/mesh.ts";
import { openSession } from "../session.ts";

/** The first key signs from the epoch, independent of clocks. */
const since = (signFrom: string) => (Date.parse(signFrom) === 0 ? "the set-up" : signFrom);

const row = ({ kid, signFrom, state, knownInMesh }: KnownKey) => [
  kid,
  since(signFrom),
  state,
  knownInMesh ? "yes" : "NO",
];

const list = async ({ json }: { json?: boolean }): Promise<void> => {
  const { kube } = await openSession(["kubectl"]);
  const keys = await knownKeys(kube, new Date());
  console.log(
    json ? JSON.stringify(keys, null, 2) : table(["KEY", "SIGNS FROM", "NOW", "IN MESH"], keys.map(row)),
  );
};

const rotate = async (): Promise<void> => {
  const { kube } = await openSession();
  const { kid, signFrom } = await exclusively(instance.lock, "keys rotate", () =>
    rotateKeysOf(kube, async (keySet) => installMesh(kube, await deployedReleases(kube), { keySet })),
  );
  console.log(`Every Envoy has key ${kid}; it signs from ${signFrom} on.`);
  console.log("No session ends: tokens of earlier keys stay valid. ./caravan keys list");
};

export const keysCommand = (): Command =>
  new Command("keys")
    .description("the keys that sign access tokens")
    .addCommand(
      new Command("list")
        .description("list them, and the one that signs")
        .option("--json", "for scripts")
        .action(list),
    )
    .addCommand(
      new Command("rotate").description("make a new key, which signs a minute later").action(rotate),
    );
