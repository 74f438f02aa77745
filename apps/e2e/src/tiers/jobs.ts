import { namespace } from "@caravan/observability";
import * as v from "valibot";
import { apply, kubectl } from "../harness/kubectl.ts";

const inWatching = (...args: string[]) => kubectl("-n", namespace, ...args);
const nightly = "cronjob/tiers-archive";

const Container = v.looseObject({
  name: v.string(),
  command: v.array(v.string()),
  env: v.array(v.looseObject({ name: v.string() })),
});
type Container = v.InferOutput<typeof Container>;
const Job = v.looseObject({
  spec: v.looseObject({
    template: v.looseObject({ spec: v.looseObject({ containers: v.array(Container) }) }),
  }),
});

/** Makes a Job of the nightly one at once, and waits until it is complete. @throws Error with its log */
const run = async (name: string, change: (container: Container) => Container[]): Promise<void> => {
  const made = await inWatching("create", "job", name, `--from=${nightly}`, "--dry-run=client", "-o", "json");
  const job = v.parse(v.pipe(v.string(), v.parseJson(), Job), made);
  const { spec } = job.spec.template;
  spec.containers = spec.containers.flatMap(change);
  await apply(JSON.stringify(job));
  try {
    await inWatching("wait", `job/${name}`, "--for=condition=complete", "--timeout=240s").catch(async () => {
      const log = await inWatching("logs", `job/${name}`, "--all-containers", "--tail=20");
      throw new Error(`${name} did not complete: ${log}`);
    });
  } finally {
    await inWatching("delete", "job", name, "--wait=false");
  }
};

/** What the night does: yesterday and the days that were missed go to the warm stores and to the archive. */
export const runNight = (): Promise<void> => run("proof-of-tiers-night", (container) => [container]);

/** The same for days of a kind. */
export const moveDays = (kind: string, first: string, last: string): Promise<void> =>
  run(`proof-of-tiers-${kind}`, (container) => [
    { ...container, command: [...container.command, kind, first, last] },
  ]);

/** Reads days of a kind back from the archive into a store. */
export const restoreDays = (kind: string, first: string, last: string, target: string): Promise<void> =>
  run(`proof-of-tiers-restore-${kind}`, (container) => {
    if (container.name !== "archive") return [];
    const command = [...container.command.slice(0, -1), "restore", kind, first, last];
    return [{ ...container, command, env: [...container.env, { name: "TARGET", value: target }] }];
  });

/** The address of a Service of what watches the shop, which this machine reaches on the embedded cluster. */
export const addressOf = async (service: string, port: number): Promise<string> =>
  `http://${await inWatching("get", "service", service, "-o", "jsonpath={.spec.clusterIP}")}:${port}`;

const stores = { metrics: ["victoria-metrics", 8428], logs: ["victoria-logs", 9428] } as const;

/** Starts empty stores that keep everything, as those who read years back would. Returns how to remove them. */
export const startEmptyStores = async (name: string): Promise<() => Promise<unknown>> => {
  const metadata = { name, namespace, labels: { app: name } };
  const containers = await Promise.all(
    Object.entries(stores).map(async ([kind, [deployment, port]]) => ({
      name: kind,
      image: await inWatching(
        ...["get", "deployment", deployment],
        ...["-o", `jsonpath={.spec.template.spec.containers[?(@.name=="${deployment}")].image}`],
      ),
      args: [`-storageDataPath=/data/${kind}`, "-retentionPeriod=100y", "-memory.allowedBytes=48MiB"],
      readinessProbe: { httpGet: { path: "/health", port }, periodSeconds: 1 },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      volumeMounts: [{ name: "data", mountPath: "/data" }],
    })),
  );
  const securityContext = {
    ...{ runAsNonRoot: true, runAsUser: 65_532, fsGroup: 65_532 },
    seccompProfile: { type: "RuntimeDefault" },
  };
  const spec = {
    ...{ automountServiceAccountToken: false, terminationGracePeriodSeconds: 1 },
    ...{ securityContext, containers, volumes: [{ name: "data", emptyDir: {} }] },
  };
  const ports = Object.entries(stores).map(([kind, [, port]]) => ({ name: kind, port }));
  const service = { apiVersion: "v1", kind: "Service", metadata, spec: { selector: { app: name }, ports } };
  await apply(JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata, spec }));
  await apply(JSON.stringify(service));
  await inWatching("wait", `pod/${name}`, "--for=condition=Ready", "--timeout=120s");
  return () => inWatching("delete", "pod,service", "-l", `app=${name}`, "--wait=false");
};
