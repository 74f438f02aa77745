import { Writable } from "node:stream";
import { type Kubernetes, Pod, VirtualService } from "@caravan/mesh";
import { ApiException, CoreV1Api, CustomObjectsApi, Exec, KubeConfig } from "@kubernetes/client-node";
import * as v from "valibot";

const timeoutMilliseconds = 10_000;
/** The routes of an Envoy of a large shop are a few million bytes. */
const mostBytes = 32_000_000;
/** Pods of one namespace; more are not looked at. */
const mostPods = 2_000;

const group = { group: "networking.istio.io", version: "v1", plural: "virtualservices" } as const;
const VirtualServices = v.object({ items: v.array(VirtualService) });

/** As everything that Caravan installs (packages/cluster). */
const ours = { "caravan.dev/installation": "shop" };

/** What is answered in time. @throws Error when nothing is */
const inTime = async <T>(what: string, work: Promise<T>): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = setTimeout(
    () => reject(new Error(`the Kubernetes API did not answer in time: ${what}`)),
    timeoutMilliseconds,
  );
  try {
    return await Promise.race([work, promise]);
  } catch (error) {
    throw error instanceof ApiException ? new RefusedByApi(what, error) : error;
  } finally {
    clearTimeout(late);
  }
};

/** The API said no; its own words, without headers. */
class RefusedByApi extends Error {
  readonly status: number;
  constructor(what: string, { code, body }: ApiException<unknown>) {
    const said = v.safeParse(v.pipe(v.string(), v.parseJson(), v.object({ message: v.string() })), body);
    super(
      `the Kubernetes API refused to ${what}: ${said.success ? said.output.message.slice(0, 300) : code}`,
    );
    this.name = "RefusedByApi";
    this.status = code;
  }
}

const isConflict = (error: unknown): boolean =>
  error instanceof RefusedByApi && (error.status === 409 || error.status === 404);

/** Runs a program in a container over a WebSocket, and gives what it printed. */
const execWith =
  (exec: Exec): Kubernetes["exec"] =>
  async ({ metadata: { namespace, name } }, container, command) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const stdout = new Writable({
      write(part: Buffer, _, done) {
        bytes += part.length;
        if (bytes <= mostBytes) parts.push(part);
        done();
      },
    });
    const ended = Promise.withResolvers<void>();
    try {
      const socket = await inTime(
        "run a program",
        exec.exec(namespace, name, container, [...command], stdout, null, null, false, () => ended.resolve()),
      );
      socket.onclose = () => ended.resolve();
      socket.onerror = () => ended.resolve();
      await inTime("run a program", ended.promise).finally(() => socket.close());
      return bytes > mostBytes ? "" : Buffer.concat(parts).toString("utf8");
    } catch {
      // What does not answer is said as such, by name, with those that are behind.
      return "";
    }
  };

/** The cluster in which this pod runs, by the API and the pod's own account. */
export const connectKubernetes = (namespace: string): Kubernetes => {
  const config = new KubeConfig();
  config.loadFromCluster();
  const objects = config.makeApiClient(CustomObjectsApi);
  const core = config.makeApiClient(CoreV1Api);
  return {
    virtualServices: {
      async list() {
        const found = await inTime(
          "list VirtualServices",
          objects.listNamespacedCustomObject({ ...group, namespace }),
        );
        return v.parse(VirtualServices, found).items;
      },
      async write(service) {
        const { name, resourceVersion, labels } = v.parse(Named, service.metadata);
        const body = { ...service, metadata: { ...service.metadata, labels: { ...labels, ...ours } } };
        const fieldManager = "caravan-weights";
        const written =
          resourceVersion === undefined
            ? objects.createNamespacedCustomObject({ ...group, namespace, body, fieldManager })
            : objects.replaceNamespacedCustomObject({ ...group, namespace, name, body, fieldManager });
        try {
          await inTime("write weights", written);
          return "written";
        } catch (error) {
          if (isConflict(error)) return "conflict";
          throw error;
        }
      },
      async remove() {
        throw new Error("weights are removed by the deployer, together with what runs as v2");
      },
    },
    async pods(place, app) {
      const labelSelector = app === undefined ? {} : { labelSelector: `app=${app}` };
      const { items } = await inTime(
        "list pods",
        core.listNamespacedPod({ namespace: place, limit: mostPods, ...labelSelector }),
      );
      return v.parse(v.array(Pod), items);
    },
    exec: execWith(new Exec(config)),
  };
};

const Named = v.object({
  name: v.string(),
  resourceVersion: v.optional(v.string()),
  labels: v.optional(v.record(v.string(), v.string()), {}),
});
