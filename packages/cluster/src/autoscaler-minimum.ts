/**
 * While a canary takes its share of the requests, an autoscaler finds v1 too large and makes it smaller; then a rollback gives everything to
 * fewer pods than served it before. So v1's minimum is raised while there is a canary.
 */
import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { parse } from "yaml";
import type { Kube } from "./kube.ts";
import { changeRelease, type Release } from "./releases.ts";
import { settleRelease } from "./settle-release.ts";
import { type StoredRelease, storedRelease } from "./stored-release.ts";

type Named = Pick<Release, "name" | "namespace">;

/** At the end of a digest: what is deployed has another minimum than its values say, so the next installation is none without a change. */
const raised = "-raised";

const replicasIn = (values: unknown): number | undefined =>
  v.is(v.object({ replicas: v.number() }), values) ? values.replicas : undefined;

/** The deployed release of an app whose pods an autoscaler counts; undefined without one. */
const autoscaled = async (kube: Kube, { name, namespace }: Named): Promise<StoredRelease | undefined> => {
  const found = await kube.kubectl(["-n", namespace, "get", "hpa", name, "--ignore-not-found", "-o", "name"]);
  return found.trim() === "" ? undefined : storedRelease(kube, namespace, name);
};

/** Changes that one value, with the chart that is deployed, and without its hook: nothing is migrated, and no pod restarts. */
const setMinimum = async (
  kube: Kube,
  { name, namespace }: Named,
  stored: StoredRelease,
  { replicas, digest }: { replicas: number | undefined; digest: string | undefined },
): Promise<void> => {
  await settleRelease(kube, namespace, name);
  await stored.withChart((chart) =>
    changeRelease(
      kube,
      { name, namespace, chart },
      // Helm takes what is null out of the values.
      { replicas: replicas ?? null },
      { hooks: false, ...(digest !== undefined && { digest }) },
    ),
  );
};

/**
 * Raises the minimum of an app's autoscaler to the pods that run now; does nothing without an autoscaler, or when it is as high already.
 *
 * @throws BusyElsewhere while Helm changes the release already
 */
export const raiseMinimum = async (kube: Kube, app: Named): Promise<void> => {
  const stored = await autoscaled(kube, app);
  if (stored === undefined) return;
  const { name, namespace } = app;
  const count = await kube.kubectl([
    ...["-n", namespace, "get", "deploy", name],
    ...["-o", "jsonpath={.spec.replicas}"],
  ]);
  const pods = Number(count);
  if (!(pods > (replicasIn(stored.values) ?? 1))) return;
  const digest = stored.digest?.endsWith(raised) ? stored.digest : stored.digest && stored.digest + raised;
  await setMinimum(kube, app, stored, { replicas: pods, digest });
};

/**
 * Sets the minimum of an app's autoscaler back to what its values say; does nothing without an autoscaler, or when it is that already.
 *
 * @throws BusyElsewhere while Helm changes the release already
 */
export const restoreMinimum = async (
  kube: Kube,
  { valueFiles = [], ...app }: Named & Pick<Release, "valueFiles">,
): Promise<void> => {
  const stored = await autoscaled(kube, app);
  if (stored === undefined) return;
  const files = await Promise.all(valueFiles.map(async (file) => parse(await readFile(file, "utf8"))));
  const replicas = files.map(replicasIn).findLast((own) => own !== undefined);
  if (replicasIn(stored.values) === replicas) return;
  const digest = stored.digest?.endsWith(raised) ? stored.digest.slice(0, -raised.length) : stored.digest;
  await setMinimum(kube, app, stored, { replicas, digest });
};
