import { join } from "node:path";
import { type Kube, repositoryAndTag, servingImage } from "@caravan/cluster";
import { checkout } from "@caravan/toolchain";
import * as v from "valibot";
import { parseAllDocuments } from "yaml";
import { benchNamespace } from "./places.ts";

/** A pod of the bench: an app's pod as the chart makes it, with another program in it. */
export interface BenchPod {
  name: string;
  /** Programs of the ConfigMap `programs`, or only waiting. */
  containers: Record<string, "echo.mjs" | "wait">;
  istio: boolean;
  dapr: boolean;
}

const Container = v.looseObject({ volumeMounts: v.array(v.unknown()) });

const Deployment = v.looseObject({
  kind: v.literal("Deployment"),
  spec: v.looseObject({
    template: v.looseObject({
      metadata: v.looseObject({
        labels: v.record(v.string(), v.string()),
        annotations: v.record(v.string(), v.string()),
      }),
      spec: v.looseObject({ containers: v.tuple([Container]), volumes: v.array(v.unknown()) }),
    }),
  }),
});

/** The image of a running app, which contains Node. */
export const imageOfApp = async (kube: Kube, app: string): Promise<{ repository: string; tag: string }> =>
  repositoryAndTag(await servingImage(kube, app));

const commandOf = (program: "echo.mjs" | "wait") =>
  program === "wait"
    ? ["/usr/local/bin/node", "-e", "setInterval(() => {}, 1e9)"]
    : ["/usr/local/bin/node", `/bench/${program}`];

/** Deployment, Service and ServiceAccount of a pod, from the chart of the apps, so that its sidecars are set up like theirs. */
export const workloadOf = async (
  kube: Kube,
  image: { repository: string; tag: string },
  pod: BenchPod,
): Promise<unknown[]> => {
  const values = JSON.stringify({ name: pod.name, image });
  const chart = join(checkout, "charts/service");
  const text = await kube.helm(["template", pod.name, chart, "-n", benchNamespace, "--values", "-"], values);
  const documents = parseAllDocuments(text).map((document): unknown => document.toJS());
  return documents.flatMap((document) => {
    const { kind } = v.parse(v.looseObject({ kind: v.optional(v.string()) }), document ?? {});
    if (kind === "Service" || kind === "ServiceAccount") return [document];
    return kind === "Deployment" ? [withPrograms(v.parse(Deployment, document), pod)] : [];
  });
};

const withPrograms = (deployment: v.InferOutput<typeof Deployment>, pod: BenchPod): unknown => {
  const { metadata, spec } = deployment.spec.template;
  metadata.labels["sidecar.istio.io/inject"] = String(pod.istio);
  metadata.annotations["dapr.io/enabled"] = String(pod.dapr);
  delete metadata.annotations["dapr.io/app-port"]; // no subscriptions here
  const [{ startupProbe, readinessProbe, livenessProbe, ports, ...container }] = spec.containers;
  const programs = Object.entries(pod.containers).map(([name, program]) => ({
    ...container,
    name,
    command: commandOf(program),
    volumeMounts: [...container.volumeMounts, { name: "programs", mountPath: "/bench", readOnly: true }],
    ...(program === "wait" ? {} : { readinessProbe, ports }),
  }));
  const volumes = [...spec.volumes, { name: "programs", configMap: { name: "programs" } }];
  const template = {
    metadata,
    spec: { ...spec, containers: programs, volumes, terminationGracePeriodSeconds: 1 },
  };
  return { ...deployment, spec: { ...deployment.spec, template } };
};
