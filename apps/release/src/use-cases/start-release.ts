import type { ReleaseStart } from "@caravan/contracts";
import { delegationsTo } from "@caravan/mesh";
import { beginRelease, CanaryInUse } from "@caravan/release-runner";
import type * as v from "valibot";
import type { Dependencies, Kept, Key, StoredRelease } from "../dependencies.ts";
import { planOf, requireReceivers } from "../domain/plan.ts";
import { canaryInUse, clusterUnreachable, serviceUnknown } from "../domain/refusals.ts";

/** The VirtualServices as they are. @throws Refusal `cluster-unreachable` */
const readMesh = ({ traffic: { mesh } }: Pick<Dependencies, "traffic">) =>
  mesh.list().catch((error: unknown) => {
    throw clusterUnreachable(error);
  });

/**
 * Starts a release, once per key. It is in the log when this ends; the engine takes it up from there.
 *
 * @throws Refusal `plan-faulty`, `plan-unfeasible`, `service-unknown`, `canary-in-use`, `release-under-way`, `cluster-unreachable`
 */
export const startRelease = async (
  dependencies: Pick<Dependencies, "releases" | "traffic" | "receivers" | "now">,
  { key, by, ...request }: Key & v.InferOutput<typeof ReleaseStart>,
): Promise<Kept<StoredRelease>> => {
  const { releases, traffic, receivers, now } = dependencies;
  return releases.start({ key, by, request }, async (run, journal) => {
    const { service, image, previous, reason } = request;
    const plan = planOf(service, request.plan);
    // Whether people can be told is no reason not to release: while nothing answers, the release says what it could not tell.
    const known = plan.notifications.length > 0 && (await receivers.names().catch(() => false as const));
    if (known) requireReceivers(plan, known);
    const services = await readMesh(dependencies);
    if (delegationsTo(services, service).length === 0) throw serviceUnknown(service);
    const mesh = { ...traffic.mesh, list: async () => services };
    const ports = { journal, traffic: { ...traffic, mesh }, clock: { now } };
    await beginRelease(ports, { run, plan, image, previous, actor: by, reason }).catch((error) => {
      throw error instanceof CanaryInUse ? canaryInUse(error.message) : error;
    });
  });
};
