import { setTimeout as delay } from "node:timers/promises";
import { freeze, kill } from "../harness/freeze.ts";
import { apply, kubectl, podOf, rolledOut } from "../harness/kubectl.ts";
import { plant } from "../harness/planted.ts";
import { until } from "../harness/until.ts";
import type { Fault } from "./fault.ts";

const watching = "observability";
/** Ends the pod of an app, and waits until another one serves. */
export const replace = async (app: string) => {
  await kubectl("-n", "shop", "delete", "pod", await podOf(app), "--grace-period=1");
  await rolledOut(app);
};

/** A leak that ends just below the limit. */
export const leak: Fault = {
  what: "user keeps memory up to 92 % of its limit",
  fires: [{ alert: "MemoryNearLimit", words: ["user"] }],
  toldWithinSeconds: 240,
  inflict: async () => {
    await plant("leaking", "user");
    return () => replace("user");
  },
};

/** A leak that the kernel ends. */
export const burst: Fault = {
  what: "storefront takes more memory than its limit",
  fires: [{ alert: "ContainerOutOfMemory", words: ["storefront"] }],
  inflict: async () => {
    await plant("bursting", "storefront");
    return () => replace("storefront");
  },
};

/** A container that ends again and again. */
export const crashes: Fault = {
  what: "Dapr's operator is killed each time it runs",
  fires: [{ alert: "RestartLoop", words: ["dapr-operator"] }],
  toldWithinSeconds: 240,
  // It looks back ten minutes.
  overWithinSeconds: 780,
  lingers: true,
  inflict: async () => {
    const pod = await podOf("dapr-operator", "dapr-system");
    for (let i = 0; i < 3; i++) {
      await until("it runs", () =>
        kill(pod, "dapr-operator", "dapr-system").then(
          () => true as const,
          () => undefined,
        ),
      );
      await delay(1_000);
    }
    return async () => undefined;
  },
};

/** A backup that has not succeeded for a day. */
export const backupOld: Fault = {
  what: "a CronJob of backups last succeeded 27 hours ago",
  fires: [{ alert: "BackupMissing", words: ["proof-backup"] }],
  inflict: async () => {
    const name = "proof-backup";
    await apply(`
apiVersion: batch/v1
kind: CronJob
metadata: { name: ${name}, namespace: shop-data }
spec:
  schedule: "0 3 * * *"
  timeZone: UTC
  suspend: true
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: backup, image: none }] } } } }
`);
    const status = { status: { lastSuccessfulTime: new Date(Date.now() - 27 * 3_600_000).toISOString() } };
    const patch = ["--subresource=status", "--type=merge", "-p", JSON.stringify(status)];
    await kubectl("-n", "shop-data", "patch", "cronjob", name, ...patch);
    return () => kubectl("-n", "shop-data", "delete", "cronjob", name);
  },
};

/** Something that is scraped hangs. */
export const storeOfLogsHangs: Fault = {
  what: "the log store is stopped by SIGSTOP",
  fires: [{ alert: "TargetDown", words: ["annotated"] }],
  toldWithinSeconds: 300,
  inflict: async () => freezeLogs(),
};

const freezeLogs = async () => {
  const thaw = await freeze(await podOf("victoria-logs", watching), "victoria-logs", watching);
  return async () => thaw();
};

/** A Job that ends by its deadline: its image is none, so no pod of it ever starts. */
const failedJob = (namespace: string, name: string) => async () => {
  await apply(`
apiVersion: batch/v1
kind: Job
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  activeDeadlineSeconds: 5
  backoffLimit: 0
  template:
    metadata:
      labels: { sidecar.istio.io/inject: "false" }
    spec: { restartPolicy: Never, containers: [{ name: job, image: none }] }
`);
  return () => kubectl("-n", namespace, "delete", "job", name);
};

export const dayUndone: Fault = {
  what: "a day's run that drops what is kept no longer fails",
  fires: [{ alert: "CleanUpFails", words: ["proof-migration-1"] }],
  inflict: failedJob("shop", "proof-migration-1"),
};

export const nightUnarchived: Fault = {
  what: "a night's run that archives what is watched fails",
  fires: [{ alert: "ArchiveFails", words: ["tiers-archive-1"] }],
  inflict: failedJob(watching, "tiers-archive-1"),
};
