import { instance, requireIstiod } from "@caravan/cluster";
import { table } from "@caravan/terminal";
import { exclusively } from "@caravan/toolchain/cluster";
import { Command } from "commander";
import { readKeys, signingAt, writeKeys } from "../operate/keys.ts";
import { envoysKnow, tellMesh, toldKeys } from "../operate/mesh-keys.ts";
import { rotateKeys } from "../operate/rotate-keys.ts";
import { openSession } from "../session.ts";

/** The first key signs from the beginning of time, whatever the clocks say. */
const since = (signFrom: string) => (Date.parse(signFrom) === 0 ? "the set-up" : signFrom);

async function list({ json }: { json?: boolean }): Promise<void> {
  const { kube } = await openSession(["kubectl"]);
  const [{ keys }, told] = await Promise.all([readKeys(kube), toldKeys(kube)]);
  const now = new Date();
  const signing = signingAt(keys, now);
  const known = keys.map(({ kid, signFrom }) => ({
    kid,
    signFrom,
    state: kid === signing?.kid ? "signs" : Date.parse(signFrom) > now.getTime() ? "waits" : "verifies",
    knownInMesh: told.has(kid),
  }));
  if (json) return console.log(JSON.stringify(known, null, 2));
  const rows = known.map((key) => [key.kid, since(key.signFrom), key.state, key.knownInMesh ? "yes" : "NO"]);
  console.log(table(["KEY", "SIGNS FROM", "NOW", "IN MESH"], rows));
}

async function rotate(): Promise<void> {
  const { kube } = await openSession(["kubectl"]);
  const steps = {
    requireMesh: () => requireIstiod(kube),
    read: () => readKeys(kube),
    write: writeKeys.bind(undefined, kube),
    tell: tellMesh.bind(undefined, kube),
    inForce: (keys: readonly { kid: string }[]) =>
      envoysKnow(
        kube,
        keys.map(({ kid }) => kid),
      ),
  };
  const { kid, signFrom } = await exclusively(instance.lock, "keys rotate", () =>
    rotateKeys(steps, () => new Date()),
  );
  console.log(`Every Envoy knows key ${kid}; it signs from ${signFrom} on.`);
  console.log("Nobody is signed out: tokens of the keys before stay good. ./caravan keys list");
}

export function keysCommand(): Command {
  return new Command("keys")
    .description("the keys that sign access tokens")
    .addCommand(
      new Command("list")
        .description("which there are, and which of them signs")
        .option("--json", "for scripts")
        .action(list),
    )
    .addCommand(new Command("rotate").description("make a new one; it signs a minute later").action(rotate));
}
