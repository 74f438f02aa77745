import type { ReleaseStart, TrainStart } from "@caravan/contracts";
import { delegationsTo, type VirtualService } from "@caravan/mesh";
import { assertTrain, inTrain, type Plan } from "@caravan/release-engine";
import { beginRelease, CanaryInUse, type Started } from "@caravan/release-runner";
import type * as v from "valibot";
import type { Dependencies, Kept, Key, StoredRelease, StoredTrain } from "../dependencies.ts";
import { mostEntries } from "../domain/pace.ts";
import { planOf, requireReceivers } from "../domain/plan.ts";
import { canaryInUse, clusterUnreachable, plansUnlike, serviceUnknown } from "../domain/refusals.ts";

type World = Pick<Dependencies, "releases" | "traffic" | "receivers" | "now">;
type Journal = Parameters<typeof beginRelease>[0]["journal"];

/** The VirtualServices as they are. @throws Refusal `cluster-unreachable` */
const readMesh = ({ traffic: { mesh } }: Pick<World, "traffic">) =>
  mesh.list().catch((error: unknown) => {
    throw clusterUnreachable(error);
  });

/** The plan that a release follows. @throws Refusal `plan-faulty`, `plan-unfeasible` */
const readPlan = async (
  { receivers }: Pick<World, "receivers">,
  service: string,
  text: string | undefined,
): Promise<Plan> => {
  const plan = planOf(service, text);
  // Whether people can be told is no reason not to release: while nothing answers, the release says what it could not tell.
  const known = plan.notifications.length > 0 && (await receivers.names().catch(() => false as const));
  if (known) requireReceivers(plan, known);
  return plan;
};

/** Writes the first entry of a release. @throws Refusal `service-unknown`, `canary-in-use` */
const begin = async (
  { traffic, now }: World,
  services: VirtualService[],
  journal: Journal,
  started: Started,
): Promise<void> => {
  const { service } = started.plan;
  if (delegationsTo(services, service).length === 0) throw serviceUnknown(service);
  const mesh = { ...traffic.mesh, list: async () => services };
  const ports = { journal, traffic: { ...traffic, mesh }, clock: { now } };
  await beginRelease(ports, { ...started, mostEntries }).catch((error) => {
    throw error instanceof CanaryInUse ? canaryInUse(error.message) : error;
  });
};

/**
 * Starts a release, once per key. It is in the log when this ends; the engine takes it up from there.
 *
 * @throws Refusal `plan-faulty`, `plan-unfeasible`, `service-unknown`, `canary-in-use`, `release-under-way`, `cluster-unreachable`
 */
export const startRelease = async (
  dependencies: World,
  { key, by, ...request }: Key & v.InferOutput<typeof ReleaseStart>,
): Promise<Kept<StoredRelease>> =>
  dependencies.releases.start({ key, by, request }, async (run, journal) => {
    const { service, image, previous, reason } = request;
    const plan = await readPlan(dependencies, service, request.plan);
    const started = { run, plan, image, previous, actor: by, reason };
    await begin(dependencies, await readMesh(dependencies), journal, started);
  });

/** @throws Refusal `plans-unlike` */
const requireAlike = (plans: readonly Plan[]): void => {
  try {
    assertTrain(plans);
  } catch (error) {
    throw error instanceof RangeError ? plansUnlike(error.message) : error;
  }
};

/**
 * Starts several releases that go together, once per key: all of them, or none.
 *
 * @throws Refusal as of one release, of the first that cannot begin, and `plans-unlike`
 */
export const startTrain = async (
  dependencies: World,
  { key, by, ...request }: Key & v.InferOutput<typeof TrainStart>,
): Promise<Kept<StoredTrain>> =>
  dependencies.releases.startTrain(
    { key, by, request },
    request.releases.length,
    async ({ id, runs }, journal) => {
      const all = await Promise.all(
        request.releases.map(async (one, index) => ({
          ...{ run: runs[index] ?? "", image: one.image, previous: one.previous },
          plan: await readPlan(dependencies, one.service, one.plan),
        })),
      );
      requireAlike(all.map(({ plan }) => plan));
      const services = await readMesh(dependencies);
      const train = { id, order: all.map(({ run, plan: { service } }) => ({ service, run })) };
      const said = { actor: by, reason: request.reason, train };
      for (const { plan, ...one } of all)
        await begin(dependencies, services, journal, { ...one, ...said, plan: inTrain(plan) });
    },
  );
