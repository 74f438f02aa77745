import { join } from "node:path";
import { deployedReleases, instance } from "@caravan/cluster";
import { queryMetrics } from "@caravan/observability";
import type { Desk } from "@caravan/operations/releases";
import { openTraffic } from "@caravan/operations/weights";
import { type Deployment, openJournalFile, type Ports, systemClock } from "@caravan/release-runner";
import { stateHome } from "@caravan/toolchain/cluster";
import { openObservability } from "../observability.ts";
import type { Session } from "../session.ts";
import { currentTarget } from "../target/target.ts";
import { imageAt, installApp } from "./apps.ts";
import { uninstallCanary } from "./canary.ts";

const deploy = async ({ kube, shop }: Session, app: string, work: Deployment): Promise<void> => {
  const install = async (image: string, options?: { canary: true }) => {
    await installApp(kube, imageAt(app, image), shop, await deployedReleases(kube), options);
  };
  switch (work.do) {
    case "start canary":
    case "keep old":
      return install(work.image, { canary: true });
    case "make stable":
      return install(work.image);
    case "remove canary":
      return uninstallCanary(kube, app, openTraffic(kube).mesh);
    case "clear cohorts":
      return undefined;
    case "run migration":
      throw new Error("this desk runs no migrations of plans; those of an app run when its pods start");
  }
};

/** The folder of the releases on the cluster that is meant: those of the embedded one end with it. */
export const releasesFolder = async (): Promise<string> => {
  const target = await currentTarget();
  return target.embedded
    ? join(instance.directory, "releases")
    : join(stateHome(), "releases", encodeURIComponent(target.context));
};

/** What a release at this desk works on: kubectl, helm, and the shop's metrics. @throws Trouble when nothing watches the shop */
export const releasePorts = async (session: Session, desk: Desk): Promise<Ports> => {
  const { metrics } = await openObservability(session.kube);
  return {
    traffic: openTraffic(session.kube),
    query: (promql, at) => queryMetrics(metrics, promql, at),
    journal: openJournalFile(desk.log),
    deploy: (app, work) => deploy(session, app, work),
    notify: async () => {
      throw new Error("this desk has no receivers");
    },
    commands: (run, signal) => desk.asked(run, signal),
    clock: systemClock,
  };
};
