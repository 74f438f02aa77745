import type { ReleaseStart, TrainStart } from "@caravan/contracts";
import { delegationsTo, type VirtualService } from "@caravan/mesh";
import { assertTrain, inDependencyOrder, inTrain, NotKnown, type Plan } from "@caravan/release-engine";
import { beginRelease, CanaryInUse, ContractsUnread, type Started } from "@caravan/release-runner";
import type * as v from "valibot";
import type { Dependencies, Kept, Key, StoredRelease, StoredTrain } from "../dependencies.ts";
import { mostEntries } from "../domain/pace.ts";
import { planOf, requireReceivers } from "../domain/plan.ts";
import { requirePrevious } from "../domain/previous.ts";
import {
  canaryInUse,
  clusterUnreachable,
  contractsUnread,
  plansUnlike,
  serviceUnknown,
} from "../domain/refusals.ts";

type World = Pick<Dependencies, "releases" | "traffic" | "receivers" | "now" | "whoCalls" | "stableImages">;
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

/** @throws Refusal `service-unknown` */
const requireInMesh = (services: VirtualService[], service: string): void => {
  if (delegationsTo(services, service).length === 0) throw serviceUnknown(service);
};

/** @throws Refusal `previous-differs`, `cluster-unreachable` */
const requireServing = async (
  { stableImages }: Pick<World, "stableImages">,
  { service, previous }: { readonly service: string; readonly previous: string },
): Promise<void> => {
  const running = await stableImages(service).catch((error: unknown) => {
    throw clusterUnreachable(error);
  });
  requirePrevious(service, previous, running);
};

/** Writes the first entry of a release. @throws Refusal `canary-in-use` */
const begin = async (
  { traffic, now }: Pick<World, "traffic" | "now">,
  services: VirtualService[],
  journal: Journal,
  started: Started,
): Promise<void> => {
  const mesh = { ...traffic.mesh, list: async () => services };
  const ports = { journal, traffic: { ...traffic, mesh }, clock: { now } };
  await beginRelease(ports, { ...started, mostEntries }).catch((error) => {
    throw error instanceof CanaryInUse ? canaryInUse(error.message) : error;
  });
};

/**
 * Starts a release, once per key. It is in the log when this ends; the engine takes it up from there.
 *
 * @throws Refusal `plan-faulty`, `plan-unfeasible`, `service-unknown`, `previous-differs`, `canary-in-use`, `release-under-way`,
 * `cluster-unreachable`
 */
export const startRelease = async (
  dependencies: World,
  { key, by, ...request }: Key & v.InferOutput<typeof ReleaseStart>,
): Promise<Kept<StoredRelease>> =>
  dependencies.releases.start({ key, by, request }, async (run, journal) => {
    const { service, image, previous, reason } = request;
    const plan = await readPlan(dependencies, service, request.plan);
    const started = { run, plan, image, previous, actor: by, reason };
    const services = await readMesh(dependencies);
    requireInMesh(services, service);
    await requireServing(dependencies, request);
    await begin(dependencies, services, journal, started);
  });

/** @throws Refusal `plans-unlike` */
const requireAlike = (plans: readonly Plan[]): void => {
  try {
    assertTrain(plans);
  } catch (error) {
    throw error instanceof RangeError ? plansUnlike(error.message) : error;
  }
};

/** What a train brings in its order, as the images that run say who calls whom. @throws Refusal `contracts-unread`, `cluster-unreachable` */
const inTrainOrder = async <One extends { readonly service: string }>(
  { whoCalls }: Pick<World, "whoCalls">,
  all: readonly One[],
): Promise<readonly One[]> => {
  // In the same order however they are named, also where none calls the other.
  const services = all.map(({ service }) => service).toSorted();
  const calls = await whoCalls(services).catch((error: unknown) => {
    if (error instanceof ContractsUnread) throw contractsUnread(error);
    throw error instanceof NotKnown ? clusterUnreachable(error) : error;
  });
  const order = inDependencyOrder(services, calls);
  return all.toSorted((a, b) => order.indexOf(a.service) - order.indexOf(b.service));
};

/**
 * Starts several releases that go together, once per key: all of them, or none; each callee before its callers, however they are named.
 *
 * @throws Refusal as of one release, of the first that cannot begin, `plans-unlike`, and `contracts-unread`
 */
export const startTrain = async (
  dependencies: World,
  { key, by, ...request }: Key & v.InferOutput<typeof TrainStart>,
): Promise<Kept<StoredTrain>> =>
  dependencies.releases.startTrain(
    { key, by, request },
    request.releases.length,
    async ({ id, runs }, journal) => {
      const named = await Promise.all(
        request.releases.map(async ({ service, image, previous, plan }, index) => ({
          ...{ run: runs[index] ?? "", service, image, previous },
          plan: await readPlan(dependencies, service, plan),
        })),
      );
      requireAlike(named.map(({ plan }) => plan));
      const services = await readMesh(dependencies);
      for (const { service } of named) requireInMesh(services, service);
      for (const one of named) await requireServing(dependencies, one);
      const all = await inTrainOrder(dependencies, named);
      const train = { id, order: all.map(({ run, service }) => ({ service, run })) };
      const said = { actor: by, reason: request.reason, train };
      for (const { run, image, previous, plan } of all)
        await begin(dependencies, services, journal, { run, image, previous, ...said, plan: inTrain(plan) });
    },
  );
