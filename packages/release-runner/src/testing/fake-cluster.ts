import type { AppContracts } from "@caravan/contract-check/side-by-side";
import { type Kubernetes, type Pod, questions } from "@caravan/mesh";

/** Contracts of an app that says nothing. */
export const blank = { serves: {}, calls: {}, publishes: {}, hears: {} };

/** What a pod runs, and how it answers. */
export interface Running {
  readonly contracts: AppContracts | null | "silent" | "hangs";
  readonly image?: string;
  readonly ready?: "True" | "False";
  readonly ends?: true;
}

/** A cluster that runs these, by app and version; and which pods it was asked about. */
export const fakeCluster = (running: Record<string, Running>) => {
  const asked: string[] = [];
  const podOf = ([name, { image = `sha256:${name}`, ready = "True", ends }]: [string, Running]): Pod => {
    const [app = "", version = ""] = name.split("-");
    return {
      metadata: {
        ...{ name, namespace: "shop", labels: { app, version } },
        ...(ends && { deletionTimestamp: "now" }),
      },
      spec: { containers: [{ name: app }], initContainers: [] },
      status: {
        ...{ phase: "Running", conditions: [{ type: "Ready", status: ready }] },
        containerStatuses: [{ name: app, imageID: image }],
      },
    };
  };
  const kubernetes: Pick<Kubernetes, "pods" | "exec"> = {
    pods: async () => Object.entries(running).map(podOf),
    exec: async ({ metadata: { name, labels } }, container, command) => {
      if (container !== labels.app || command !== questions.contracts.command)
        throw new Error(`"${command.join(" ")}" is none of its questions in ${container}`);
      asked.push(name);
      const contracts = running[name]?.contracts;
      if (contracts === "hangs") return new Promise<string>(() => {});
      return contracts === "silent" ? "" : JSON.stringify(contracts);
    },
  };
  return { kubernetes, asked, running };
};
