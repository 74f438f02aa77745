import { Command } from "commander";
import { readKeys, rotated, signingAt, writeKeys } from "../operate/keys.ts";
import type { Kube } from "../platform/kube.ts";
import { applyRequestAuthentication } from "../platform/request-authentication.ts";
import { openSession } from "../session.ts";
import { table } from "../terminal/table.ts";

/** What Envoys verify with, as the policies in the cluster say. */
const meshKeys = (kube: Kube): Promise<string> =>
  kube.kubectl(["get", "requestauthentications.security.istio.io", "--all-namespaces", "-o", "json"]);

async function list({ json }: { json?: boolean }): Promise<void> {
  const { kube } = await openSession(["kubectl"]);
  const [{ keys }, policies] = await Promise.all([readKeys(kube), meshKeys(kube)]);
  const now = new Date();
  const signing = signingAt(keys, now);
  const told = keys.map(({ kid, signFrom }) => ({
    kid,
    signFrom,
    state: kid === signing?.kid ? "signs" : Date.parse(signFrom) > now.getTime() ? "waits" : "verifies",
    knownInMesh: policies.includes(kid),
  }));
  if (json) return console.log(JSON.stringify(told, null, 2));
  const rows = told.map((key) => [key.kid, key.signFrom, key.state, key.knownInMesh ? "yes" : "NO"]);
  console.log(table(["KEY", "SIGNS FROM", "NOW", "IN MESH"], rows));
}

async function rotate(): Promise<void> {
  const { kube } = await openSession(["kubectl"]);
  const { keys, resourceVersion } = await readKeys(kube);
  const next = rotated(keys, new Date());
  await writeKeys(kube, { keys: next, resourceVersion });
  await applyRequestAuthentication(kube);
  const newest = next.at(-1);
  console.log(`Key ${newest?.kid} is known to the mesh and signs from ${newest?.signFrom} on.`);
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
