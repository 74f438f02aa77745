import { setTimeout as sleep } from "node:timers/promises";
import type { Kube } from "@caravan/cluster";
import { readSecret } from "@caravan/cluster";
import { namespaces } from "@caravan/toolchain";
import { processesOf } from "@caravan/toolchain/cluster";
import * as v from "valibot";
import type { Fault } from "./fault.ts";
import { containersOf } from "./processes.ts";

/** Shorter than the liveness probe's limit: the same process continues afterwards, with all its locks. */
const lastsSeconds = 25;

/** How long an open transaction is looked for before any time is used. */
const mostLookedMilliseconds = 10_000;

/** Whether a connection of that pod has a transaction with locked rows. Only root may read that, from inside the pod. */
const holdsLocks = async (kube: Kube, app: string, address: string): Promise<boolean> => {
  const query = `select count(*) from information_schema.innodb_trx t join information_schema.processlist p on p.id = t.trx_mysql_thread_id
    where p.user = '${app}' and p.host like '${address}:%' and t.trx_rows_locked > 0`;
  const { "root-password": password } = await readSecret(
    kube,
    namespaces.data,
    "mariadb",
    v.object({ "root-password": v.string() }),
  );
  // The password comes by standard input, so that it is in no list of processes.
  const command =
    "read -r MYSQL_PWD; export MYSQL_PWD; exec mariadb --no-defaults -S /run/mysqld/mysqld.sock -uroot -N";
  const exec = ["-n", namespaces.data, "exec", "-i", "statefulset/mariadb", "--", "sh", "-c", command];
  const count = await kube.kubectl(exec, `${password}\n${query};\n`);
  return Number(count.trim()) > 0;
};

/**
 * Stops a pod of an app with SIGSTOP while it holds locks in its database, if such a time is found: it neither answers nor refuses,
 * and MariaDB keeps its locks. SIGCONT continues it.
 */
export const hangInTransaction =
  (app: string): Fault =>
  async ({ kube }) => {
    const [container] = await containersOf({ kube }, `${app}/${app}`);
    const pids = await processesOf(container === undefined ? [] : [container.id]);
    const signal = (name: "SIGSTOP" | "SIGCONT") => {
      for (const pid of pids) process.kill(pid, name);
    };
    const address = await podAddress(kube, container?.pod ?? "");
    const began = performance.now();
    for (;;) {
      const stopped = performance.now();
      signal("SIGSTOP");
      const found = await holdsLocks(kube, app, address).catch(() => false);
      if (found || performance.now() - began > mostLookedMilliseconds) break;
      signal("SIGCONT");
      // As long as it stood still: on a busy machine its probes would fail, and it would be killed while it is looked at.
      await sleep(performance.now() - stopped);
    }
    return {
      gone: [],
      lastsSeconds,
      // The pod may have been killed meanwhile: then there is nothing to continue.
      end: async () => {
        for (const pid of pids)
          try {
            process.kill(pid, "SIGCONT");
          } catch {}
      },
    };
  };

const podAddress = (kube: Kube, pod: string): Promise<string> =>
  kube.kubectl(["-n", namespaces.shop, "get", "pod", pod, "-o", "jsonpath={.status.podIP}"]);
