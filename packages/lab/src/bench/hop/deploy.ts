import { setTimeout as sleep } from "node:timers/promises";
import type { Kube } from "@caravan/cluster";
import { namespaces } from "@caravan/toolchain";
import type { Stage } from "../stage.ts";
import { bundlePrograms } from "./bundle.ts";
import { benchMesh } from "./mesh.ts";
import {
  benchNamespace,
  frontDoorRoute,
  meshedCaller,
  meshedEcho,
  plainCaller,
  plainEcho,
} from "./places.ts";
import { type BenchPod, imageOfApp, workloadOf } from "./workloads.ts";

const pods: readonly BenchPod[] = [
  { name: meshedEcho, containers: { echo: "echo.mjs" }, istio: true, dapr: false },
  { name: meshedCaller, containers: { load: "wait" }, istio: true, dapr: true },
  { name: plainEcho, containers: { echo: "echo.mjs" }, istio: false, dapr: false },
  { name: plainCaller, containers: { load: "wait", echo: "echo.mjs" }, istio: false, dapr: false },
];

/** Deploys the bench's pods and waits until they are ready; they are removed at the end. */
export const deployPods = async ({ kube, atTheEnd, signal }: Stage): Promise<void> => {
  const namespace = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: benchNamespace,
      labels: { "istio-injection": "enabled", "pod-security.kubernetes.io/enforce": "privileged" },
    },
  };
  const programs = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "programs", namespace: benchNamespace },
    data: await bundlePrograms(),
  };
  const image = await imageOfApp(kube, "inventory");
  const [mesh, ...workloads] = await Promise.all([
    benchMesh(kube.helm),
    ...pods.map((pod) => workloadOf(kube, image, pod)),
  ]);
  const takeAway = async (from: Kube) => {
    await from.kubectl([
      "-n",
      namespaces.shop,
      "delete",
      "virtualservice",
      frontDoorRoute,
      "--ignore-not-found",
    ]);
    await from.kubectl(["delete", "namespace", benchNamespace, "--ignore-not-found", "--timeout=120s"]);
  };
  await takeAway(kube); // of a run that was killed
  atTheEnd(takeAway);
  const apply = (items: unknown[]) => kube.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await apply([namespace, programs, ...mesh]);
  // Dapr's injector and daprd read these when the pod starts; the API server has them, the watchers soon will.
  await sleep(1000, undefined, { signal });
  await apply(workloads.flat());
  await Promise.all(pods.map(({ name }) => kube.rolledOut(benchNamespace, `deploy/${name}`, 120)));
};
