import { BusyElsewhere } from "./busy-elsewhere.ts";
import type { Kube } from "./kube.ts";

/** On a cluster that others use, an operation may be that of a process elsewhere for so long. */
const patienceSeconds = 600;

/**
 * Takes away the record of an operation of Helm that was cut off (a process killed in the middle): until then Helm refuses every other
 * one. What it installed stays, and the next operation goes on from there.
 *
 * @throws BusyElsewhere on a cluster that others use, when it may still be going on
 */
export const settleRelease = async (
  { kubectl, shared }: Pick<Kube, "kubectl" | "shared">,
  namespace: string,
  name: string,
  now = new Date(),
): Promise<void> => {
  const selector = `owner=helm,name=${name},status in (pending-install,pending-upgrade,pending-rollback)`;
  const columns = "custom-columns=NAME:.metadata.name,AT:.metadata.creationTimestamp";
  const found = await kubectl([
    "-n",
    namespace,
    "get",
    "secrets",
    "-l",
    selector,
    "--no-headers",
    "-o",
    columns,
  ]);
  for (const line of found.split("\n").filter((text) => text.trim() !== "")) {
    const [secret = "", at = ""] = line.trim().split(/\s+/);
    if (shared && now.getTime() - Date.parse(at) < patienceSeconds * 1000)
      throw new BusyElsewhere(`Helm is changing ${name} already, since ${at}; it may be another process.`, [
        `See: helm -n ${namespace} history ${name}`,
      ]);
    await kubectl(["-n", namespace, "delete", "secret", secret, "--ignore-not-found"]);
  }
};
