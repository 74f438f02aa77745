import { execa } from "execa";
import type { Fault } from "./fault.ts";
import { containersOf } from "./processes.ts";

const lastsSeconds = 20;

/**
 * Cuts the network between one pod of an app and one pod of another: packets are silently dropped in both directions, as
 * by a broken switch, while both reach everything else.
 */
export const partition =
  (one: string, other: string): Fault =>
  async ({ kube, nodePid }) => {
    const [from, to] = await Promise.all(
      [one, other].map(async (app) => {
        const [container] = await containersOf({ kube }, `${app}/${app}`);
        return kube.kubectl([
          "-n",
          "shop",
          "get",
          "pod",
          container?.pod ?? "",
          "-o",
          "jsonpath={.status.podIP}",
        ]);
      }),
    );
    const rules = [
      ["-s", from ?? "", "-d", to ?? "", "-j", "DROP"],
      ["-s", to ?? "", "-d", from ?? "", "-j", "DROP"],
    ];
    const iptables = (...args: string[]) =>
      execa("nsenter", ["-t", String(nodePid), "-n", "--", "iptables", "-w", "5", ...args]);
    const end = async () => {
      for (const rule of rules) await iptables("-D", "FORWARD", ...rule).catch(() => undefined);
    };
    try {
      for (const rule of rules) await iptables("-I", "FORWARD", "1", ...rule);
    } catch (error) {
      await end();
      throw error;
    }
    return { gone: [], lastsSeconds, end };
  };
