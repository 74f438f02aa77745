import { namespaces } from "@caravan/toolchain";
import { ExecaError, execa } from "execa";
import type { Fault } from "./fault.ts";
import { containersOf } from "./processes.ts";

const lastsSeconds = 20;
/** The exit code of `iptables -C`; a busy lock has another one. */
const noSuchRule = 1;

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
          namespaces.shop,
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
    const isSet = (rule: readonly string[]) =>
      iptables("-C", "FORWARD", ...rule).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ExecaError && error.exitCode === noSuchRule) return false;
          throw error;
        },
      );
    const end = async () => {
      for (const rule of rules) if (await isSet(rule)) await iptables("-D", "FORWARD", ...rule);
    };
    try {
      for (const rule of rules) await iptables("-I", "FORWARD", "1", ...rule);
    } catch (error) {
      await end();
      throw error;
    }
    return { gone: [], lastsSeconds, end };
  };
